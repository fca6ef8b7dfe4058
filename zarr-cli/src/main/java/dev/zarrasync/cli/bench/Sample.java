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
public record Sample(int[] shape, int[] offset, long chunks) {

  /**
   * Chooses the middle of an array: its edges are more often empty. It grows along the last
   * dimension first, as the keys of chunks do.
   *
   * @param array the array's size in each dimension
   * @param chunk a chunk's size
   * @param most how many chunks at most, at least 1
   * @return the sample
   */
  public static Sample middle(int[] array, int[] chunk, long most) {
    int[] shape = new int[array.length];
    int[] offset = new int[array.length];
    long left = most;
    long chunks = 1;
    for (int i = array.length - 1; i >= 0; i--) {
      long grid = ((long) array[i] + chunk[i] - 1) / chunk[i];
      long count = Math.max(1, Math.min(grid, left));
      long first = (grid - count) / 2;
      offset[i] = (int) (first * chunk[i]);
      shape[i] = (int) Math.min(array[i] - (long) offset[i], count * chunk[i]);
      left /= count;
      chunks *= count;
    }
    return new Sample(shape, offset, chunks);
  }

  @Override
  public String toString() {
    return Arrays.toString(shape) + " at " + Arrays.toString(offset);
  }
}
