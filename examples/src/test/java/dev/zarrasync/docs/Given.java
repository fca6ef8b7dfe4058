package dev.zarrasync.docs;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.Transport;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import java.util.concurrent.CompletableFuture;

/** What the code of the documentation takes for given: each block becomes a class under this. */
public class Given {

  static final String ARRAY = "path/to/array";

  /** A store with an array and its group. */
  protected static AsyncStore store = new MemoryStore();

  /** The array. */
  protected static ZarrArray array;

  /** A transport of the reader's own. */
  protected static Transport transport = new MemoryTransport();

  /** For the classes under this. */
  protected Given() {}

  static void fill(AsyncStore empty) throws Exception {
    int[] shape = {2, 600, 600};
    ArrayParams params = new ArrayParams().shape(shape).chunks(1, 200, 200).dataType(DataType.f4);
    JZarrs.createGroup(empty, "path/to", null);
    JZarrs.createArray(empty, ARRAY, params).write(new float[2 * 600 * 600], shape, new int[3]);
  }

  static void use(AsyncStore filled) throws Exception {
    store = filled;
    array = JZarrs.openArray(filled, ARRAY);
  }

  private static final class MemoryTransport extends ForwardingStore implements Transport {

    MemoryTransport() {
      super(new MemoryStore());
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions options) {
      return get(key, options, Admission.OPEN);
    }

    @Override
    public CompletableFuture<Fetched> get(String key, GetOptions options, Admission admission) {
      return super.get(key, options);
    }
  }
}
