package dev.zarrasync.array;

/** The longest runs of a part of a chunk, in their order in the chunk, one at a time. */
final class Runs {

  private final ChunkPart part;
  private final int[] chunkStrides;
  private final int[] regionStrides;
  private final int length;
  private final int[] index;
  private boolean left = true;

  Runs(ChunkPart part) {
    this.part = part;
    this.chunkStrides = part.inChunk().strides();
    this.regionStrides = part.inRegion().strides();
    int dimension = runDimension();
    this.length = part.size()[dimension] * chunkStrides[dimension];
    this.index = new int[dimension];
  }

  /** The runs from the first one on that ends after an element of the chunk. */
  static Runs endingAfter(ChunkPart part, int element) {
    Runs runs = new Runs(part);
    runs.seek(element);
    return runs;
  }

  private void seek(int element) {
    int rest = element;
    for (int i = 0; i < index.length; i++) {
      int coordinate = rest / chunkStrides[i] - part.inChunk().start()[i];
      if (coordinate < 0) {
        return;
      }
      if (coordinate >= part.size()[i]) {
        advance(i - 1);
        return;
      }
      index[i] = coordinate;
      rest %= chunkStrides[i];
    }
    if (inChunk() + length <= element) {
      advance();
    }
  }

  /** Finds the first dimension after which the part covers both chunk and region. */
  private int runDimension() {
    int[] size = part.size();
    int dimension = size.length - 1;
    while (dimension > 0
        && size[dimension] == part.inChunk().shape()[dimension]
        && size[dimension] == part.inRegion().shape()[dimension]) {
      dimension--;
    }
    return dimension;
  }

  /** Says whether there is a run. */
  boolean isLeft() {
    return left;
  }

  /** The run's first element in the chunk. */
  int inChunk() {
    return element(part.inChunk().start(), chunkStrides);
  }

  /** The run's first element in the region. */
  int inRegion() {
    return element(part.inRegion().start(), regionStrides);
  }

  /** How many elements the run has, as all runs of the part do. */
  int length() {
    return length;
  }

  private int element(int[] start, int[] strides) {
    int element = 0;
    for (int i = 0; i < start.length; i++) {
      element += (start[i] + (i < index.length ? index[i] : 0)) * strides[i];
    }
    return element;
  }

  /** Goes on to the next run. */
  void advance() {
    advance(index.length - 1);
  }

  /** Goes on to the next index in a dimension, whose later dimensions have the index 0. */
  private void advance(int dimension) {
    for (int i = dimension; i >= 0; i--) {
      if (++index[i] < part.size()[i]) {
        return;
      }
      index[i] = 0;
    }
    left = false;
  }
}
