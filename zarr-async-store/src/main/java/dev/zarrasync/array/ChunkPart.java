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
    int[] chunkStrides = inChunk.strides();
    int[] regionStrides = inRegion.strides();
    int runDimension = runDimension();
    int run = size[runDimension] * chunkStrides[runDimension];
    int[] index = new int[runDimension];
    do {
      int chunkElement = 0;
      int regionElement = 0;
      for (int i = 0; i < size.length; i++) {
        int step = i < runDimension ? index[i] : 0;
        chunkElement += (inChunk.start()[i] + step) * chunkStrides[i];
        regionElement += (inRegion.start()[i] + step) * regionStrides[i];
      }
      copier.copy(chunkElement, regionElement, run);
    } while (advance(index));
  }

  /** Finds the first dimension after which the part covers both chunk and region. */
  private int runDimension() {
    int dimension = size.length - 1;
    while (dimension > 0
        && size[dimension] == inChunk.shape()[dimension]
        && size[dimension] == inRegion.shape()[dimension]) {
      dimension--;
    }
    return dimension;
  }

  private boolean advance(int[] index) {
    for (int i = index.length - 1; i >= 0; i--) {
      if (++index[i] < size[i]) {
        return true;
      }
      index[i] = 0;
    }
    return false;
  }
}
