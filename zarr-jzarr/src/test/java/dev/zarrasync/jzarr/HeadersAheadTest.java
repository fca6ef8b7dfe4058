package dev.zarrasync.jzarr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.ZarrGroup;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.PrefixStore;
import dev.zarrasync.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A group whose arrays are opened one after the other. */
class HeadersAheadTest {

  private static final int ARRAYS = 300;

  private final MemoryStore memory = new MemoryStore();
  private final RecordingStore store = new RecordingStore(memory);

  @BeforeEach
  void makeArrays() throws Exception {
    ZarrGroup group = JZarrs.createGroup(memory, "plate", null);
    for (int i = 0; i < ARRAYS; i++) {
      group.createArray("%03d".formatted(i), new ArrayParams().shape(4));
    }
  }

  private ZarrGroup open(boolean dropIn) throws Exception {
    ZarrGroup group =
        dropIn
            ? ZarrGroup.open(JZarrs.asJZarrStore(new PrefixStore(store, "plate")))
            : JZarrs.openGroup(store, "plate");
    store.gets.clear();
    return group;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachHeaderIsGotOnceForEachVersionAndNeverMoreAheadThanWereOpened(boolean dropIn)
      throws Exception {
    ZarrGroup group = open(dropIn);
    List<Integer> sent = new ArrayList<>();
    for (String name : group.getArrayKeys()) {
      group.openArray(name);
      sent.add(store.gets.size() / 2);
    }

    assertThat(sent.subList(0, 5)).containsExactly(1, 3, 5, 7, 9);
    assertThat(sent.subList(64, 66)).containsExactly(129, 130); // 64 ahead is the most.
    assertThat(store.gets).hasSize(2 * ARRAYS).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneArrayIsOneGetForEachVersion(boolean dropIn) throws Exception {
    ZarrGroup group = open(dropIn);
    assertThat(group.getArrayKeys()).hasSize(ARRAYS);
    for (int i = 0; i < 3; i++) {
      group.openArray("150");
    }
    assertThat(store.gets).containsExactly("plate/150/.zarray", "plate/150/zarr.json");
  }

  @Test
  void whatWasNotListedIsNotAhead() throws Exception {
    ZarrGroup group = open(false);
    for (int i = 0; i < 10; i++) {
      group.openArray("%03d".formatted(i));
    }
    assertThat(store.gets).hasSize(2 * 10);
  }

  @Test
  void oneThatCannotBeOpenedIsAnErrorOfItsOwn() throws Exception {
    memory.put("plate/002/.zarray", "half".getBytes(UTF_8)).join();
    ZarrGroup group = open(false);
    int opened = 0;
    for (String name : group.getArrayKeys()) {
      if (name.equals("002")) {
        assertThatThrownBy(() -> group.openArray(name))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("'plate/002/.zarray'");
      } else {
        group.openArray(name);
        opened++;
      }
    }
    assertThat(opened).isEqualTo(ARRAYS - 1);
  }
}
