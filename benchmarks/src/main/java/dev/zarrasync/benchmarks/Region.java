package dev.zarrasync.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A box of an array.
 *
 * @param offset the index of its first element
 * @param shape its shape
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Region(int[] offset, int[] shape) {

  static Region whole(int[] shape) {
    return new Region(new int[shape.length], shape);
  }

  /** The same, but shorter in the first dimension. */
  Region first(int length) {
    int[] shorter = shape.clone();
    shorter[0] = Math.min(length, shape[0]);
    return new Region(offset, shorter);
  }

  /** The number of elements. */
  @JsonIgnore
  int size() {
    int size = 1;
    for (int length : shape) {
      size = Math.multiplyExact(size, length);
    }
    return size;
  }

  /** Steps an index through this region, the last dimension held, and tells whether it went on. */
  boolean nextRow(int[] index) {
    for (int i = shape.length - 2; i >= 0; i--) {
      if (++index[i] < offset[i] + shape[i]) {
        return true;
      }
      index[i] = offset[i];
    }
    return false;
  }
}
