package dev.zarrasync.jzarr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrGroup;
import com.bc.zarr.ZarrUtils;
import dev.zarrasync.memory.MemoryStore;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A group whose metadata is consolidated. */
class ConsolidatedTest {

  private final MemoryStore memory = new MemoryStore();
  private final RecordingStore store = new RecordingStore(memory);

  @BeforeEach
  void makeAGroupOfArrays() throws Exception {
    ZarrGroup group = JZarrs.createGroup(memory, "", Map.of("of", "all"));
    ZarrGroup child = group.createSubGroup("g", Map.of("of", "g"));
    child.createArray("a", params(), Map.of("of", "a")).write(7, new int[] {4}, new int[1]);
    child.createArray("b", params(), Map.of("of", "b"));
    ZarrUtils.consolidateMetadata(JZarrs.asJZarrStore(memory));
  }

  private static ArrayParams params() {
    return new ArrayParams().shape(4).chunks(2).dataType(DataType.i4);
  }

  private void put(String key, String json) {
    memory.put(key, json.getBytes(UTF_8)).join();
  }

  @Test
  void answersForAllThatIsUnderTheGroup() throws Exception {
    ZarrGroup group = JZarrs.openGroup(store, "");
    assertThat(store.gets).containsExactly(".zmetadata");

    assertThat(group.openArray("g/a").getAttributes()).containsEntry("of", "a");
    assertThat(group.openSubGroup("g").openArray("b").getAttributes()).containsEntry("of", "b");
    assertThat(group.openSubGroup("g").getAttributes()).containsEntry("of", "g");
    assertThat(group.getAttributes()).containsEntry("of", "all");
    assertThat(store.gets).hasSize(1);
    assertThat((int[]) group.openArray("g/a").read()).containsOnly(7);
  }

  @Test
  void answersForCodeThatOpensTheGroupByItself() throws Exception {
    ZarrGroup group = ZarrGroup.open(JZarrs.asJZarrStore(store));

    assertThat(group.openArray("g/a").getAttributes()).containsEntry("of", "a");
    assertThat(store.gets).containsExactly(".zmetadata");
  }

  @Test
  void whatIsNotInThereIsAskedFor() throws Exception {
    JZarrs.createArray(memory, "g/later", params());
    JZarrs.openGroup(store, "").openArray("g/later");
    assertThat(store.gets).contains("g/later/.zarray");
  }

  @Test
  void isNotBelievedOnceMetadataIsWrittenThroughTheStore() throws Exception {
    JZarrs.openArray(store, "g/a").writeAttributes(Map.of("of", "late"));

    ZarrGroup group = JZarrs.openGroup(store, "");

    assertThat(group.openArray("g/a").getAttributes()).containsEntry("of", "late");
  }

  @Test
  void whatIsNoJsonIsLeftAlone() throws Exception {
    put(".zmetadata", "<html>");
    assertThat(JZarrs.openGroup(store, "").openArray("g/a").getAttributes())
        .containsEntry("of", "a");
    assertThat(store.gets).contains("g/a/.zattrs");
  }
}
