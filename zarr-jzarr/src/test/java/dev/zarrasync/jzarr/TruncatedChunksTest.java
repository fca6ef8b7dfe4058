package dev.zarrasync.jzarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.hierarchy.NewArray;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.PrefixStore;
import dev.zarrasync.store.StoreException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A chunk that is not compressed and has another length than its elements is an error. */
class TruncatedChunksTest {

  private final AsyncStore store = new MemoryStore();

  @ParameterizedTest
  @ValueSource(strings = {"bool", "uint64", "float16", "float32", "numpy.datetime64[s]"})
  void isAnErrorInEachType(String type) throws Exception {
    AsyncArray array =
        AsyncArray.create(store, "a", NewArray.of(type, 8).chunks(8).codecs(List.of()));
    Object values = array.read(new long[1], new int[] {8}).join();
    array.write(values, new long[1], new int[] {8}).join();
    byte[] whole = ((Fetched.Found) store.get("a/c/0").join()).bytes();
    assertThat(JZarrs.openArray(store, "a").read()).isNotNull();

    for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1, whole.length + 1}) {
      store.put("a/c/0", Arrays.copyOf(whole, length)).join();
      for (ZarrArray opened :
          List.of(
              JZarrs.openArray(store, "a"),
              ZarrArray.open(JZarrs.asJZarrStore(new PrefixStore(store, "a"))))) {
        assertThatThrownBy(opened::read)
            .as("%d of %d bytes", length, whole.length)
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("the chunk is damaged")
            .hasMessageContaining("a/c/0");
      }
    }
  }
}
