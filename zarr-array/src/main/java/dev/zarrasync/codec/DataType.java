package dev.zarrasync.codec;

import java.nio.ByteOrder;

/**
 * The type of the elements of an array, as Zarr v2 and v3 and NumPy have them.
 *
 * @param kind what an element is
 * @param size how many bytes an element has in a raw chunk; 0 for {@link Kind#STRING} and {@link
 *     Kind#BYTES}, whose lengths differ
 * @param order the byte order of the numbers in it
 */
public record DataType(Kind kind, int size, ByteOrder order) {

  /** What an element is. */
  public enum Kind {
    /** A byte: 0 is false. */
    BOOLEAN,
    /** A signed integer of 1, 2, 4 or 8 bytes. */
    SIGNED,
    /** An unsigned integer of 1, 2, 4 or 8 bytes. */
    UNSIGNED,
    /** A floating-point number of IEEE 754, of 2, 4 or 8 bytes. */
    FLOATING,
    /** Two floating-point numbers: the real part, then the imaginary one. */
    COMPLEX,
    /** A count of units since 1970 ({@code datetime64} of NumPy), 8 bytes; the least is no time. */
    TIME,
    /** A count of units ({@code timedelta64} of NumPy), 8 bytes; the least is no duration. */
    DURATION,
    /** Bytes up to the zeros at their end. */
    TERMINATED_BYTES,
    /** Characters of Unicode, 4 bytes each, up to the zeros at their end. */
    FIXED_STRING,
    /** Bytes that mean what only their user knows; also the fields of a structure. */
    RAW,
    /** A string of any length. */
    STRING,
    /** Bytes of any number. */
    BYTES
  }

  /** Bytes: what codecs make of elements, and other codecs make of that. */
  public static final DataType BYTE = new DataType(Kind.UNSIGNED, 1, ByteOrder.LITTLE_ENDIAN);

  /** Checks the size. */
  public DataType {
    if (size < 0) {
      throw new IllegalArgumentException("An element of " + size + " bytes");
    }
  }

  /**
   * Says whether all elements have the same length.
   *
   * @return false for strings and bytes of any length
   */
  public boolean isFixed() {
    return size > 0;
  }

  /**
   * Returns this type in another byte order.
   *
   * @param other the order of the numbers in an element
   * @return the type
   */
  public DataType order(ByteOrder other) {
    return new DataType(kind, size, other);
  }
}
