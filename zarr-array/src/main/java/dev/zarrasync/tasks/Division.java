package dev.zarrasync.tasks;

import dev.zarrasync.array.ArrayMetadata;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides a region of an array into pieces. A box of chunks is cut across its longest side, in
 * proportion to the shares that are to be on either side, until each box has one share; and further
 * in halves while a box is too large.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Division(long[] arrayShape, long[] offset, long[] shape, int[] unit, int[] halo) {

  /** A box of units, the ends not included. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Box(long[] start, long[] end) {

    double count() {
      double count = 1;
      for (int i = 0; i < start.length; i++) {
        count *= end[i] - start[i];
      }
      return count;
    }

    Box before(int dimension, long cut) {
      long[] ends = end.clone();
      ends[dimension] = cut;
      return new Box(start, ends);
    }

    Box from(int dimension, long cut) {
      long[] starts = start.clone();
      starts[dimension] = cut;
      return new Box(starts, end);
    }
  }

  /**
   * Returns the pieces.
   *
   * @param most how many elements of a piece are read at most, if it is more than one unit
   */
  List<Piece> pieces(Schedule schedule, int workers, double most) {
    for (long length : shape) {
      if (length == 0) {
        return List.of();
      }
    }
    Box all = units();
    double[] shares = schedule.shares(workers, all.count());
    List<Piece> pieces = new ArrayList<>();
    divide(all, shares, 0, shares.length, most, pieces);
    return pieces;
  }

  /**
   * Checks that no two pieces have a part of the same chunk of an array that is written.
   *
   * @throws IllegalArgumentException if they have, or are not within the array
   */
  static void checkApart(List<Piece> pieces, ArrayMetadata target) {
    if (pieces.isEmpty()) {
      return;
    }
    int rank = pieces.get(0).offset().length;
    if (target.shape().length != rank) {
      throw new IllegalArgumentException(
          "The pieces have %d dimensions, and the array to write %d"
              .formatted(rank, target.shape().length));
    }
    for (int i = 0; i < rank; i++) {
      checkApart(pieces, i, target.shape()[i], target.chunks()[i]);
    }
  }

  /** All pieces make a box: where one starts that is not the first, another one ends. */
  private static void checkApart(List<Piece> pieces, int dimension, long length, int chunk) {
    long first = Long.MAX_VALUE;
    for (Piece piece : pieces) {
      first = Math.min(first, piece.offset()[dimension]);
    }
    for (Piece piece : pieces) {
      long start = piece.offset()[dimension];
      if (start + piece.shape()[dimension] > length) {
        throw new IllegalArgumentException(
            "%s is not within the array to write, which ends at %d in dimension %d"
                .formatted(piece, length, dimension));
      }
      if (start != first && start % chunk != 0) {
        throw new IllegalArgumentException(
            ("%s starts within a chunk of the array to write, of length %d in dimension %d, which"
                    + " another piece shares: set unit() to multiples of its chunks")
                .formatted(piece, chunk, dimension));
      }
    }
  }

  private Box units() {
    long[] start = new long[unit.length];
    long[] end = new long[unit.length];
    for (int i = 0; i < unit.length; i++) {
      start[i] = offset[i] / unit[i];
      end[i] = (offset[i] + shape[i] - 1) / unit[i] + 1;
    }
    return new Box(start, end);
  }

  /** Divides a box among some of the shares. */
  private void divide(Box box, double[] shares, int from, int to, double most, List<Piece> pieces) {
    int dimension = longest(box);
    if (dimension < 0 || (to - from == 1 && read(box) <= most)) {
      pieces.add(piece(pieces.size(), box));
      return;
    }
    int middle = (from + to) / 2;
    boolean isShared = to - from > 1;
    double part = isShared ? sum(shares, from, middle) / sum(shares, from, to) : 0.5;
    long length = box.end[dimension] - box.start[dimension];
    long cut = box.start[dimension] + Math.max(1, Math.min(length - 1, Math.round(length * part)));
    Box before = box.before(dimension, cut);
    Box after = box.from(dimension, cut);
    if (isShared) { // Neither side gets more shares than it has units.
      middle = (int) Math.max(to - after.count(), Math.min(middle, from + before.count()));
    }
    divide(before, shares, from, isShared ? middle : to, most, pieces);
    divide(after, shares, isShared ? middle : from, to, most, pieces);
  }

  private static double sum(double[] shares, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += shares[i];
    }
    return sum;
  }

  /** Returns the dimension in which a box is longest in elements; or -1 if it is one unit. */
  private int longest(Box box) {
    int longest = -1;
    double most = 0;
    for (int i = 0; i < unit.length; i++) {
      long length = box.end[i] - box.start[i];
      if (length > 1 && (double) length * unit[i] > most) {
        longest = i;
        most = (double) length * unit[i];
      }
    }
    return longest;
  }

  private double read(Box box) {
    double count = 1;
    for (int i = 0; i < unit.length; i++) {
      count *= readEnd(i, end(box, i)) - readStart(i, start(box, i));
    }
    return count;
  }

  private Piece piece(int number, Box box) {
    int rank = unit.length;
    long[] start = new long[rank];
    int[] size = new int[rank];
    long[] readStart = new long[rank];
    int[] readSize = new int[rank];
    for (int i = 0; i < rank; i++) {
      start[i] = start(box, i);
      size[i] = Math.toIntExact(end(box, i) - start[i]);
      readStart[i] = readStart(i, start[i]);
      readSize[i] = Math.toIntExact(readEnd(i, end(box, i)) - readStart[i]);
    }
    return new Piece(number, start, size, readStart, readSize);
  }

  private long start(Box box, int dimension) {
    return Math.max(offset[dimension], box.start[dimension] * unit[dimension]);
  }

  private long end(Box box, int dimension) {
    return Math.min(offset[dimension] + shape[dimension], box.end[dimension] * unit[dimension]);
  }

  private long readStart(int dimension, long start) {
    return Math.max(0, start - halo[dimension]);
  }

  private long readEnd(int dimension, long end) {
    return Math.min(arrayShape[dimension], end + halo[dimension]);
  }
}
