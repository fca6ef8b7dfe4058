package dev.zarrasync.array;

import java.util.Arrays;

/**
 * The part of a chunk that is in a region.
 *
 * @param key the chunk's key
 * @param inChunk where the part is in the chunk
 * @param inRegion where the part is in the region
 * @param size the part's size in each dimension
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ChunkPart(String key, Box inChunk, Box inRegion, int[] size) {

  /** Takes a run of elements that are next to each other in the chunk and in the region. */
  @FunctionalInterface
  interface RunCopier {
    void copy(int chunkElement, int regionElement, int count);
  }

  boolean isWholeChunk() {
    return Arrays.equals(size, inChunk.shape());
  }

  /** Returns the chunk's first element that is in the part. */
  int firstElement() {
    return element(inChunk.start(), 0);
  }

  /** Counts the chunk's elements from the first to the last that is in the part. */
  int elementSpan() {
    return element(size, -1) + 1;
  }

  private int element(int[] index, int step) {
    int[] strides = inChunk.strides();
    int element = 0;
    for (int i = 0; i < index.length; i++) {
      element += (index[i] + step) * strides[i];
    }
    return element;
  }

  /** Splits the part into the longest runs. */
  void forEachRun(RunCopier copier) {
    for (Runs runs = new Runs(this); runs.isLeft(); runs.advance()) {
      copier.copy(runs.inChunk(), runs.inRegion(), runs.length());
    }
  }
}
