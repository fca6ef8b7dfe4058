package dev.zarrasync.cli.bench;

import java.util.Arrays;

/**
 * A part of an array to be read: whole chunks, which lie together around a point.
 *
 * @param shape its size in each dimension, in elements
 * @param offset the index of its first element
 * @param chunks how many chunks it has
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Sample(int[] shape, long[] offset, long chunks) {

  /**
   * Chooses the middle of an array: its edges are more often empty. It grows along the last
   * dimension first, as the keys of chunks do.
   *
   * @param array the array's size in each dimension, at least 1
   * @param chunk a chunk's size
   * @param most how many chunks at most, at least 1; a Java array must have room for as many
   * @return the sample
   */
  public static Sample middle(long[] array, int[] chunk, long most) {
    int[] shape = new int[array.length];
    long[] offset = new long[array.length];
    long left = most;
    long chunks = 1;
    for (int i = array.length - 1; i >= 0; i--) {
      long grid = array[i] / chunk[i] + (array[i] % chunk[i] == 0 ? 0 : 1);
      long count = Math.max(1, Math.min(grid, left));
      long first = (grid - count) / 2;
      offset[i] = first * chunk[i];
      shape[i] = Math.toIntExact(Math.min(array[i] - offset[i], count * chunk[i]));
      left /= count;
      chunks *= count;
    }
    return new Sample(shape, offset, chunks);
  }

  /** Returns one of its chunks, which are numbered in C order. */
  Sample chunk(long number, int[] chunk) {
    int[] its = new int[shape.length];
    long[] start = offset.clone();
    long rest = number;
    for (int i = shape.length - 1; i >= 0; i--) {
      int grid = (shape[i] - 1) / chunk[i] + 1;
      int before = Math.toIntExact(rest % grid * chunk[i]);
      start[i] += before;
      its[i] = Math.min(chunk[i], shape[i] - before);
      rest /= grid;
    }
    return new Sample(its, start, 1);
  }

  int count() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  @Override
  public String toString() {
    return Arrays.toString(shape) + " at " + Arrays.toString(offset);
  }
}
