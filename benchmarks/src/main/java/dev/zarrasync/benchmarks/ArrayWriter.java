package dev.zarrasync.benchmarks;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;

/** Writes one new array after the other: what it reads is nothing. */
final class ArrayWriter implements Reader {

  private static final short[] NONE = {};

  private final AsyncStore store;
  private final Dataset data;
  private final short[] values;
  private int written;

  /** Opens the store. */
  ArrayWriter(ReadJob job, short[] values) throws Exception {
    this.store = Ours.open(job);
    this.data = job.data();
    this.values = values;
  }

  @Override
  public short[] read() throws Exception {
    ZarrArray array = JZarrs.createArray(store, data.copy(written++), data.params());
    array.write(values, data.shape(), new int[data.shape().length]);
    return NONE;
  }

  @Override
  public void close() {
    store.close();
  }
}
