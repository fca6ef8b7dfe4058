package dev.zarrasync.array;

import dev.zarrasync.array.internal.ChunkGrid;
import java.util.Arrays;

/** Chunk grids of arrays that are as large as can be. */
final class Grids {

  private Grids() {}

  static ChunkGrid endless(String path, int[] chunks, String separator) {
    long[] extent = new long[chunks.length];
    Arrays.fill(extent, Long.MAX_VALUE);
    return new ChunkGrid(path, chunks, ChunkKeys.v2(separator), extent);
  }
}
