package dev.zarrasync.array;

import java.util.Objects;

/**
 * The types of elements that JZarr knows, named as in Zarr v2: the kind, then the size in bytes.
 *
 * <p>Unsigned elements have the signed Java type of the same size, as in JZarr: a u1 of 255 is the
 * byte -1.
 */
public enum ElementType {
  /** IEEE 754 double precision. */
  F8(8, double.class),
  /** IEEE 754 single precision. */
  F4(4, float.class),
  /** Signed, 8 bytes. */
  I8(8, long.class),
  /** Signed, 4 bytes. */
  I4(4, int.class),
  /** Unsigned, 4 bytes. */
  U4(4, int.class),
  /** Signed, 2 bytes. */
  I2(2, short.class),
  /** Unsigned, 2 bytes. */
  U2(2, short.class),
  /** Signed, 1 byte. */
  I1(1, byte.class),
  /** Unsigned, 1 byte. */
  U1(1, byte.class);

  private final int size;
  private final Class<?> javaType;

  ElementType(int size, Class<?> javaType) {
    this.size = size;
    this.javaType = javaType;
  }

  /**
   * Returns the size of an element.
   *
   * @return the size in bytes
   */
  public int size() {
    return size;
  }

  /**
   * Returns the primitive type that elements have in Java.
   *
   * @return the type, for example {@code int.class}
   */
  public Class<?> javaType() {
    return javaType;
  }

  /**
   * Fills a part of an array with a fill value. As in JZarr, the value is first narrowed to this
   * type's Java type by {@link Number}, then cast to the array's.
   *
   * @param array an array of any primitive type but boolean
   * @throws IllegalArgumentException if {@code array} is not such an array
   * @throws IndexOutOfBoundsException if the array is too short
   */
  void fill(Object array, int index, int count, Number fillValue) {
    Objects.checkFromIndexSize(index, count, Casts.lengthOf(array));
    if (count == 0) {
      return;
    }
    switch (this) {
      case F8 -> Casts.store(fillValue.doubleValue(), array, index);
      case F4 -> Casts.store((double) fillValue.floatValue(), array, index);
      case I8 -> Casts.store(fillValue.longValue(), array, index);
      case I4, U4 -> Casts.store((long) fillValue.intValue(), array, index);
      case I2, U2 -> Casts.store((long) fillValue.shortValue(), array, index);
      case I1, U1 -> Casts.store((long) fillValue.byteValue(), array, index);
    }
    // Doubles what is filled: as fast as Arrays.fill for any type of array.
    for (int filled = 1; filled < count; filled += Math.min(filled, count - filled)) {
      int more = Math.min(filled, count - filled);
      System.arraycopy(array, index, array, index + filled, more);
    }
  }
}
