package dev.zarrasync.codec;

import java.util.Arrays;

/**
 * What a codec is given to encode: the elements of a chunk in C order, or bytes.
 *
 * @param type the type of an element
 * @param shape how many there are in each dimension; empty if their number is not known
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and not to be changed.
public record Elements(DataType type, int[] shape) {

  /** What {@link #bytes} returns where only the bytes themselves tell. */
  public static final int UNKNOWN = -1;

  /** Bytes whose number only they tell. */
  public static final Elements UNKNOWN_BYTES = new Elements(DataType.BYTE, new int[0]);

  /**
   * Describes bytes.
   *
   * @param count how many there are
   * @return their description
   */
  public static Elements ofBytes(int count) {
    return count == UNKNOWN ? UNKNOWN_BYTES : new Elements(DataType.BYTE, new int[] {count});
  }

  /**
   * Counts the elements.
   *
   * @return how many, or {@link #UNKNOWN}
   */
  public int count() {
    if (shape.length == 0) {
      return UNKNOWN;
    }
    int count = 1;
    for (int size : shape) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }

  /**
   * Counts their bytes.
   *
   * @return how many, or {@link #UNKNOWN}
   */
  public int bytes() {
    return shape.length == 0 || !type.isFixed()
        ? UNKNOWN
        : Math.multiplyExact(count(), type.size());
  }

  /**
   * Checks that a codec can make these elements at all.
   *
   * @throws IllegalArgumentException if they are too many for an array of bytes
   */
  Elements inAnArray() {
    try {
      bytes();
      return this;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "Chunks of %s elements are encoded to 2 GiB or more".formatted(Arrays.toString(shape)),
          e);
    }
  }

  /**
   * Returns as many elements of another type.
   *
   * @param other the type
   * @return their description
   */
  public Elements type(DataType other) {
    return new Elements(other, shape);
  }
}
