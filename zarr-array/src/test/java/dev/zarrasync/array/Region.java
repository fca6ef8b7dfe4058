package dev.zarrasync.array;

import dev.zarrasync.array.internal.ChunkGrid;
import java.util.Arrays;
import java.util.Random;

/** A region for tests, of a grid at the root of a store. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Region(int[] chunks, int[] shape, int[] offset) {

  private static final int[] LONGEST_CHUNK = {40, 12, 6, 4, 3};

  /** Makes a region of rank 1 to 5 that may start before the first chunk, but overlaps it. */
  static Region random(Random random) {
    int rank = 1 + random.nextInt(5);
    int longest = LONGEST_CHUNK[rank - 1];
    int[] chunks = random.ints(rank, 1, longest + 1).toArray();
    int[] shape = random.ints(rank, 1, 2 * longest).toArray();
    int[] offset = new int[rank];
    for (int i = 0; i < rank; i++) {
      int before = random.nextInt(4) == 0 ? Math.min(chunks[i], shape[i]) : 1;
      offset[i] = before > 1 ? -random.nextInt(before) : random.nextInt(3 * longest);
    }
    return new Region(chunks, shape, offset);
  }

  ChunkGrid grid() {
    return Grids.endless("", chunks, ".");
  }

  /** Returns where the region starts in the array. */
  long[] start() {
    return Arrays.stream(offset).asLongStream().toArray();
  }

  int rank() {
    return chunks.length;
  }

  int elements() {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /** Returns the index in the array of an element of the region. */
  int[] index(int element) {
    int[] index = new int[rank()];
    int rest = element;
    for (int i = rank() - 1; i >= 0; i--) {
      index[i] = offset[i] + rest % shape[i];
      rest /= shape[i];
    }
    return index;
  }
}
