package dev.zarrasync.array;

import dev.zarrasync.array.internal.ChunkGrid;
import dev.zarrasync.plan.internal.KeyRange;
import dev.zarrasync.plan.internal.Wanted;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.RandomAccess;

/**
 * The chunks that have a part in a region, in C order, each with the place of that part. Chunks are
 * worked out one at a time, however many there are.
 */
final class Selection implements Iterable<ChunkPart>, Wanted<ChunkPart>, Serializable {

  private static final long serialVersionUID = 1L;

  private final ChunkGrid grid;
  private final int[] shape;
  private final long[] offset;
  private final long[] first;
  private final long[] last;

  Selection(ChunkGrid grid, int[] shape, long[] offset) {
    this.grid = grid;
    this.shape = shape;
    this.offset = offset;
    this.first = new long[grid.rank()];
    this.last = new long[grid.rank()];
    for (int i = 0; i < grid.rank(); i++) {
      // Division towards zero, as JZarr does it: an offset down to -chunk starts at chunk 0.
      first[i] = offset[i] / grid.chunks()[i];
      last[i] = shape[i] == 0 ? first[i] - 1 : (offset[i] + shape[i] - 1) / grid.chunks()[i];
    }
  }

  /** Counts the chunks, of which each has an element in the region: they fit in an int. */
  @Override
  public int count() {
    int count = 1;
    for (int i = 0; i < first.length; i++) {
      count = Math.multiplyExact(count, length(i));
    }
    return count;
  }

  private int length(int dimension) {
    return Math.toIntExact(Math.max(0, last[dimension] - first[dimension] + 1));
  }

  @Override
  public Iterator<ChunkPart> iterator() {
    int count = count();
    return new Iterator<>() { // No stream, which takes long to load.
      private int next;

      @Override
      public boolean hasNext() {
        return next < count;
      }

      @Override
      public ChunkPart next() {
        if (next == count) {
          throw new NoSuchElementException();
        }
        return item(next++);
      }
    };
  }

  @Override
  public String key(ChunkPart part) {
    return part.key();
  }

  @Override
  public int position(String key) {
    long[] index = grid.index(key);
    if (index == null) {
      return -1;
    }
    int position = 0;
    for (int i = 0; i < index.length; i++) {
      if (index[i] < first[i] || index[i] > last[i]) {
        return -1;
      }
      position = position * length(i) + (int) (index[i] - first[i]);
    }
    return position;
  }

  @Override
  public List<List<KeyRange>> listings() {
    return new BoxListings(grid, first, last).all();
  }

  @Override
  public ChunkPart item(int position) {
    return part(index(position));
  }

  /** Returns the index of a chunk in the grid. */
  long[] index(int position) {
    long[] index = new long[first.length];
    int rest = position;
    for (int i = index.length - 1; i >= 0; i--) {
      index[i] = first[i] + rest % length(i);
      rest /= length(i);
    }
    return index;
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
        grid.key(index),
        new ChunkPart.Box(inChunk, grid.chunks()),
        new ChunkPart.Box(inRegion, shape),
        size);
  }

  /** The keys of the first chunks of a selection, but some. Each is made when it is asked for. */
  static final class ChunkKeys extends AbstractList<String> implements RandomAccess, Serializable {

    private static final long serialVersionUID = 1L;

    private final Selection parts;
    private final int end;
    private final int[] without;

    /**
     * @param end how many chunks to take
     * @param without the numbers of those to leave out, ascending
     */
    ChunkKeys(Selection parts, int end, int[] without) {
      this.parts = parts;
      this.end = end;
      this.without = without;
    }

    @Override
    public String get(int index) {
      if (index < 0 || index >= size()) {
        throw new IndexOutOfBoundsException("Index " + index + " of " + size());
      }
      int number = index;
      for (int i = 0; i < without.length && without[i] <= number; i++) {
        number++;
      }
      return parts.item(number).key();
    }

    @Override
    public int size() {
      return end - without.length;
    }
  }
}
