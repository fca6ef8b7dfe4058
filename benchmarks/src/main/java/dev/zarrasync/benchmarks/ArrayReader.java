package dev.zarrasync.benchmarks;

import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.store.AsyncStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Our array without JZarr, which reads many regions at once. */
final class ArrayReader implements Reader {

  private final AsyncStore store;
  private final AsyncArray array;
  private final ReadJob job;

  ArrayReader(ReadJob job) throws Exception {
    this.store = Ours.open(job);
    this.array = AsyncArray.open(store, job.data().path()).join();
    this.job = job;
  }

  @Override
  public short[] read() {
    List<CompletableFuture<Object>> reads = new ArrayList<>();
    for (Region region : job.regions()) {
      reads.add(array.read(offset(region), region.shape()));
    }
    if (reads.size() == 1) {
      return (short[]) reads.get(0).join();
    }
    short[] all = new short[job.size()];
    int position = 0;
    for (CompletableFuture<Object> read : reads) {
      short[] values = (short[]) read.join();
      System.arraycopy(values, 0, all, position, values.length);
      position += values.length;
    }
    return all;
  }

  private static long[] offset(Region region) {
    long[] offset = new long[region.offset().length];
    for (int i = 0; i < offset.length; i++) {
      offset[i] = region.offset()[i];
    }
    return offset;
  }

  @Override
  public void close() {
    store.close();
  }
}
