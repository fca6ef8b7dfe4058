package dev.zarrasync.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of an array.
 *
 * @param shape its size in each dimension
 * @param offset the index of its first element in the array
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Region(int[] shape, int[] offset) {

  /**
   * Divides the region along its first dimension, so that its elements in C order are those of one
   * part after the other, and no chunk has elements of two parts.
   *
   * @param chunks a chunk's size in each dimension
   * @param elements how many elements a part is to have at most; it has more if a row of chunks has
   */
  List<Region> divide(int[] chunks, long elements) {
    long row = 1;
    for (int i = 1; i < shape.length; i++) {
      row *= shape[i];
    }
    long rows = Math.max(1, elements / (row * chunks[0])) * chunks[0];
    List<Region> parts = new ArrayList<>();
    long end = (long) offset[0] + shape[0];
    for (long start = offset[0]; start < end; ) {
      long next = Math.min(end, start - start % chunks[0] + rows);
      parts.add(along((int) start, (int) (next - start)));
      start = next;
    }
    return parts;
  }

  private Region along(int start, int size) {
    int[] partShape = shape.clone();
    int[] partOffset = offset.clone();
    partShape[0] = size;
    partOffset[0] = start;
    return new Region(partShape, partOffset);
  }

  /** Counts the chunks that have elements of the region. */
  long countChunks(int[] chunks) {
    long count = 1;
    for (int i = 0; i < shape.length; i++) {
      long last = (long) offset[i] + shape[i] - 1;
      count *= last / chunks[i] - offset[i] / chunks[i] + 1;
    }
    return count;
  }
}
