package dev.zarrasync.codec;

import java.nio.ByteOrder;
import java.util.List;

/**
 * The type of the elements of an array, as Zarr v2 and v3 and NumPy have them.
 *
 * @param kind what an element is
 * @param size how many bytes an element has in a raw chunk; 0 for {@link Kind#STRING} and {@link
 *     Kind#BYTES}, whose lengths differ
 * @param order the byte order of the numbers in it; those of a structure's fields have their own
 * @param fields the fields of a structure, whose kind is {@link Kind#RAW}; empty for other types
 */
public record DataType(Kind kind, int size, ByteOrder order, List<Field> fields) {

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
    /**
     * Bytes that mean what only their user knows; also the {@link DataType#fields} of a structure.
     */
    RAW,
    /** A string of any length. */
    STRING,
    /** Bytes of any number. */
    BYTES
  }

  /** Bytes: what codecs make of elements, and other codecs make of that. */
  public static final DataType BYTE = new DataType(Kind.UNSIGNED, 1, ByteOrder.LITTLE_ENDIAN);

  /**
   * A field of a structure.
   *
   * @param name its name
   * @param type its type, which may be a structure
   * @param offset where it starts in an element of the structure, in bytes
   * @param shape of the elements that it has, in C order; empty if it is one element
   */
  public record Field(String name, DataType type, int offset, List<Integer> shape) {

    /** Copies the shape. */
    public Field {
      shape = List.copyOf(shape);
    }
  }

  /** Checks the size. */
  public DataType {
    if (size < 0) {
      throw new IllegalArgumentException("An element of " + size + " bytes");
    }
    fields = List.copyOf(fields);
  }

  /**
   * Makes a type without fields.
   *
   * @param kind what an element is
   * @param size how many bytes an element has in a raw chunk; 0 where their lengths differ
   * @param order the byte order of the numbers in it
   */
  public DataType(Kind kind, int size, ByteOrder order) {
    this(kind, size, order, List.of());
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
   * @param other the order of the numbers in an element, and in its fields
   * @return the type
   */
  public DataType order(ByteOrder other) {
    List<Field> ordered =
        fields.stream()
            .map(f -> new Field(f.name(), f.type().order(other), f.offset(), f.shape()))
            .toList();
    return new DataType(kind, size, other, ordered);
  }
}
