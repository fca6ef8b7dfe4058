package dev.zarrasync.array;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The chunks that have a part in a region, in C order, each with the place of that part. Chunks are
 * worked out one at a time, however many there are.
 */
final class Selection implements Iterable<ChunkPart> {

  private final ChunkGrid grid;
  private final int[] shape;
  private final int[] offset;
  private final long[] first;
  private final long[] last;

  Selection(ChunkGrid grid, int[] shape, int[] offset) {
    this.grid = grid;
    this.shape = shape;
    this.offset = offset;
    this.first = new long[grid.rank()];
    this.last = new long[grid.rank()];
    for (int i = 0; i < grid.rank(); i++) {
      // Division towards zero, as JZarr does it: an offset down to -chunk starts at chunk 0.
      first[i] = offset[i] / grid.chunks()[i];
      last[i] = ((long) offset[i] + shape[i] - 1) / grid.chunks()[i];
    }
  }

  /** Counts the chunks. */
  long count() {
    long count = 1;
    for (int i = 0; i < first.length; i++) {
      count = Math.multiplyExact(count, Math.max(0, last[i] - first[i] + 1));
    }
    return count;
  }

  @Override
  public Iterator<ChunkPart> iterator() {
    return new Iterator<>() {
      private final long[] index = first.clone();
      private long left = count();

      @Override
      public boolean hasNext() {
        return left > 0;
      }

      @Override
      public ChunkPart next() {
        if (left == 0) {
          throw new NoSuchElementException();
        }
        ChunkPart part = part(index);
        left--;
        for (int i = index.length - 1; i >= 0 && ++index[i] > last[i]; i--) {
          index[i] = first[i];
        }
        return part;
      }
    };
  }

  private ChunkPart part(long[] index) {
    int[] inChunk = new int[index.length];
    int[] inRegion = new int[index.length];
    int[] size = new int[index.length];
    for (int i = 0; i < index.length; i++) {
      int chunk = grid.chunks()[i];
      long displacement = index[i] * chunk - offset[i];
      inChunk[i] = Math.toIntExact(Math.max(0, -displacement));
      inRegion[i] = Math.toIntExact(Math.max(0, displacement));
      size[i] = Math.min(chunk - inChunk[i], shape[i] - inRegion[i]);
    }
    return new ChunkPart(
        grid.key(index), new Box(inChunk, grid.chunks()), new Box(inRegion, shape), size);
  }
}
