package dev.zarrasync.cli.bench;

import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.store.Stores;
import java.io.IOException;
import java.lang.reflect.Array;

/**
 * What stands for stock JZarr where that cannot read an array: chunk by chunk, each waited for. The
 * index of a shard is asked for once by a store that has entity tags, else for each chunk.
 */
record ChunkLoop(AsyncArray array) {

  Object read(Sample sample) throws IOException {
    int[] chunk = array.metadata().inner().chunks();
    Object one = array.fillValue();
    int times = Array.getLength(one);
    Object region = Array.newInstance(one.getClass().componentType(), sample.count() * times);
    for (long number = 0; number < sample.chunks(); number++) {
      Sample part = sample.chunk(number, chunk);
      Object elements = Stores.await(array.read(part.offset(), part.shape()));
      int row = part.shape().length == 0 ? 1 : part.shape()[part.shape().length - 1];
      for (int start = 0; start < part.count(); start += row) {
        int to = position(start / row, part, sample);
        System.arraycopy(elements, start * times, region, to * times, row * times);
      }
    }
    return region;
  }

  /** Returns where in a sample a row of a part of it is. */
  private static int position(int row, Sample part, Sample sample) {
    int rest = row;
    int stride = 1;
    int position = 0;
    for (int i = part.shape().length - 1; i >= 0; i--) {
      boolean isLast = i == part.shape().length - 1;
      int index = isLast ? 0 : rest % part.shape()[i];
      rest /= isLast ? 1 : part.shape()[i];
      position += (int) (part.offset()[i] - sample.offset()[i] + index) * stride;
      stride *= sample.shape()[i];
    }
    return position;
  }
}
