package dev.zarrasync.jzarr;

import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.cache.CachingStore;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ForwardingStore;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A store that only counts leaves to arrays all that the store behind it can do. */
class DecoratedStoreTest {

  private static final int[] ALL = {4};

  /** As in docs/writing-a-store.md. */
  private static final class CountingStore extends ForwardingStore {
    final AtomicInteger gets = new AtomicInteger();

    CountingStore(AsyncStore store) {
      super(store);
    }

    @Override
    protected String forward(Operation operation, String key) {
      if (operation == Operation.GET) {
        gets.incrementAndGet();
      }
      return key;
    }
  }

  /** A store of which nothing tells this process that its objects change. */
  private static final class Elsewhere extends ForwardingStore {
    Elsewhere(AsyncStore store) {
      super(store);
    }

    @Override
    public String url(String key) {
      return "elsewhere://" + key;
    }
  }

  private final MemoryStore server = new MemoryStore();
  private final CountingStore store =
      new CountingStore(new CachingStore(new Elsewhere(server), 1 << 20));

  private ZarrArray array(ArrayOptions options) throws Exception {
    ArrayParams params =
        new ArrayParams().shape(4).chunks(4).dataType(DataType.i4).compressor(null);
    JZarrs.createArray(store, "a", params).write(new int[] {1, 2, 3, 4}, ALL, new int[] {0});
    return JZarrs.openArray(store, "a", options);
  }

  private void someoneElseStores(int... values) {
    ByteBuffer chunk = ByteBuffer.allocate(16);
    chunk.asIntBuffer().put(values);
    server.put("a/0", chunk.array()).join();
  }

  @Test
  void anUpdateStartsFromWhatOthersHaveStored() throws Exception {
    ZarrArray array = array(ArrayOptions.DEFAULT);
    assertThat(array.read()).isEqualTo(new int[] {1, 2, 3, 4});
    someoneElseStores(10, 20, 30, 40);

    array.write(new int[] {99}, new int[] {1}, new int[] {3});

    assertThat(array.read()).isEqualTo(new int[] {10, 20, 30, 99});
  }

  @Test
  void updatesOnAConditionWork() throws Exception {
    ZarrArray array = array(ArrayOptions.DEFAULT.conditionalWrites(true));
    someoneElseStores(10, 20, 30, 40);

    array.write(new int[] {99}, new int[] {1}, new int[] {3});

    assertThat(array.read()).isEqualTo(new int[] {10, 20, 30, 99});
    assertThat(store.gets).hasPositiveValue();
  }
}
