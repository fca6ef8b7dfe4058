package dev.zarrasync.prefetch;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Predicts the chunks of one reader: those of a box of the chunk grid, in C order. It knows where
 * the box starts, takes it to be as large as the one before or to reach to the grid's end, and
 * learns otherwise from where the reader turns or goes on: then it doubles.
 *
 * <p>It never runs further ahead than the reader has come, so that at most as many chunks are
 * predicted in vain as were asked for. Not safe for use by many threads.
 */
final class ChunkStream {

  private final long[] grid;
  private final long[] first;
  private final long[] end; // The box's last index in each dimension, as far as it is known.
  private final long[] top; // The largest index asked for in each dimension.
  private long[] last;
  private int asked = 1;
  private long[] furthest;
  private int ahead;

  /**
   * Starts with the first chunk that a reader asks for.
   *
   * @param grid how many chunks the array has in each dimension
   * @param first the chunk's index
   * @param previous a stream whose box may have had the same size, or null
   */
  ChunkStream(long[] grid, long[] first, @Nullable ChunkStream previous) {
    this.grid = grid;
    this.first = first;
    this.end = new long[grid.length];
    for (int i = 0; i < grid.length; i++) {
      long size = previous == null ? grid[i] : previous.top[i] - previous.first[i] + 1;
      end[i] = Math.max(first[i], Math.min(grid[i], first[i] + size) - 1);
    }
    this.top = first.clone();
    this.last = first;
    this.furthest = first;
  }

  int asked() {
    return asked;
  }

  /** Says whether the box starts where the array does, and may be all of it. */
  boolean mayBeWholeArray() {
    for (int i = 0; i < grid.length; i++) {
      if (first[i] != 0 || end[i] < grid[i] - 1) {
        return false;
      }
    }
    return true;
  }

  boolean isAt(long[] index) {
    return Arrays.equals(index, last);
  }

  boolean predicts(long[] index) {
    return Arrays.equals(index, after(last));
  }

  /** Says whether a chunk comes next in C order in some box with this start. */
  boolean mayContinueWith(long[] index) {
    int turn = Arrays.mismatch(index, last);
    if (turn < 0 || index[turn] != last[turn] + 1) {
      return false;
    }
    return Arrays.equals(index, turn + 1, index.length, first, turn + 1, index.length);
  }

  /** Counts the chunks that are fetched ahead. */
  int ahead() {
    return ahead;
  }

  /** Says whether a chunk is still to come. */
  boolean expects(long[] index) {
    for (int i = 0; i < index.length; i++) {
      if (index[i] < first[i] || index[i] > end[i]) {
        return false;
      }
    }
    return Arrays.compare(index, last) > 0;
  }

  /** Takes the next chunk. If it was not predicted, the box changes and prediction starts anew. */
  void advance(long[] index) {
    boolean right = predicts(index);
    int turn = Arrays.mismatch(index, last);
    System.arraycopy(last, turn + 1, end, turn + 1, end.length - turn - 1);
    if (index[turn] > end[turn]) {
      long doubled = first[turn] + 2 * (index[turn] - first[turn]) - 1;
      end[turn] = Math.max(index[turn], Math.min(grid[turn] - 1, doubled));
    }
    last = index;
    asked++;
    Arrays.setAll(top, i -> Math.max(top[i], index[i]));
    ahead = right ? Math.max(0, ahead - 1) : 0;
    if (ahead == 0) {
      furthest = last;
    }
  }

  /** Returns the next chunk to fetch ahead, or null if enough are. */
  long @Nullable [] next(int mostAhead) {
    return asked > 1 && ahead < mostAhead ? after(furthest) : null;
  }

  /** Takes the chunk that {@link #next} returned as fetched ahead. */
  void take(long[] index) {
    furthest = index;
    ahead++;
  }

  private long @Nullable [] after(long[] index) {
    long[] next = index.clone();
    for (int i = next.length - 1; i >= 0; i--) {
      if (next[i] < end[i]) {
        next[i]++;
        return next;
      }
      next[i] = first[i];
    }
    return null;
  }
}
