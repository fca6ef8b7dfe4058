package dev.zarrasync.array;

import dev.zarrasync.codec.Codec;
import java.nio.ByteBuffer;
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

  /**
   * A place in an array that is stored in C order.
   *
   * @param start the index of its first element
   * @param shape the shape of the array it is in
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Box(int[] start, int[] shape) {

    /** Returns how many elements apart two neighbours in a dimension are. */
    int[] strides() {
      int[] strides = new int[shape.length];
      int stride = 1;
      for (int i = shape.length - 1; i >= 0; i--) {
        strides[i] = stride;
        stride *= shape[i];
      }
      return strides;
    }
  }

  /** The longest runs of a part of a chunk, in their order in the chunk, one at a time. */
  static final class Runs {

    private final ChunkPart part;
    private final int[] chunkStrides;
    private final int[] regionStrides;
    private final int length;
    private final int[] index;
    private int inChunk;
    private int inRegion;
    private boolean left = true;

    Runs(ChunkPart part) {
      this.part = part;
      this.chunkStrides = part.inChunk().strides();
      this.regionStrides = part.inRegion().strides();
      int dimension = runDimension();
      this.length = dimension < 0 ? 1 : part.size()[dimension] * chunkStrides[dimension];
      this.index = new int[Math.max(0, dimension)];
      locate();
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
        locate();
        rest %= chunkStrides[i];
      }
      if (inChunk + length <= element) {
        advance();
      }
    }

    /** Finds the first dimension after which the part covers both; -1 if there is none at all. */
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
      return inChunk;
    }

    /** The run's first element in the region. */
    int inRegion() {
      return inRegion;
    }

    /** How many elements the run has, as all runs of the part do. */
    int length() {
      return length;
    }

    private void locate() {
      inChunk = element(part.inChunk().start(), chunkStrides);
      inRegion = element(part.inRegion().start(), regionStrides);
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
      int last = index.length - 1;
      if (last >= 0 && index[last] + 1 < part.size()[last]) { // As most often: a step will do.
        index[last]++;
        inChunk += chunkStrides[last];
        inRegion += regionStrides[last];
      } else {
        advance(last);
      }
    }

    /** Goes on to the next index in a dimension, whose later dimensions have the index 0. */
    private void advance(int dimension) {
      for (int i = dimension; i >= 0; i--) {
        if (++index[i] < part.size()[i]) {
          locate();
          return;
        }
        index[i] = 0;
      }
      left = false;
    }
  }

  /**
   * Copies a part of a chunk to a region while the chunk is decoded piece by piece. Immutable; safe
   * for use by many threads at once as far as the region is.
   */
  static final class PieceCopier implements Codec.Pieces {

    private final ChunkPart part;
    private final int elementBytes;
    private final JavaElements view;
    private final Object region;

    /**
     * Copies nothing yet.
     *
     * @param elementBytes the size of an element
     * @param view sees elements in bytes
     * @param region where the part goes
     */
    PieceCopier(ChunkPart part, int elementBytes, JavaElements view, Object region) {
      this.part = part;
      this.elementBytes = elementBytes;
      this.view = view;
      this.region = region;
    }

    @Override
    public boolean isNeeded(int position, int length) {
      Runs runs = Runs.endingAfter(part, position / elementBytes);
      return runs.isLeft() && runs.inChunk() < (position + length) / elementBytes;
    }

    @Override
    public void take(int position, byte[] bytes, int start, int length) {
      JavaElements.Chunk elements = view.chunk(ByteBuffer.wrap(bytes, start, length));
      int first = position / elementBytes;
      int end = first + length / elementBytes;
      Runs runs = Runs.endingAfter(part, first);
      for (; runs.isLeft() && runs.inChunk() < end; runs.advance()) {
        int from = Math.max(runs.inChunk(), first);
        int count = Math.min(runs.inChunk() + runs.length(), end) - from;
        elements.copyTo(from - first, region, runs.inRegion() + from - runs.inChunk(), count);
      }
    }
  }
}
