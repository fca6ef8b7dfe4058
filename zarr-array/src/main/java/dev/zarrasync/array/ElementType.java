package dev.zarrasync.array;

import dev.zarrasync.codec.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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
   * Returns the type of the elements of an array that JZarr can hold.
   *
   * @param type a type of which {@link ArrayMetadata#forJZarr} makes arrays
   * @return the type
   * @throws IllegalArgumentException if JZarr has none
   */
  public static ElementType of(DataType type) {
    String name =
        switch (type.kind()) {
          case FLOATING -> "F";
          case SIGNED -> "I";
          case UNSIGNED -> "U";
          default -> type.kind().name();
        };
    return valueOf(name + type.size());
  }

  /**
   * Reads an element as a number.
   *
   * @param element its bytes
   * @param order their order
   * @return a Double or a Float, or a Long, which for an unsigned type is not negative
   */
  public Number number(byte[] element, ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.wrap(element).order(order);
    return switch (this) {
      case F8 -> bytes.getDouble();
      case F4 -> bytes.getFloat();
      case I8 -> bytes.getLong();
      case I4 -> (long) bytes.getInt();
      case U4 -> Integer.toUnsignedLong(bytes.getInt());
      case I2 -> (long) bytes.getShort();
      case U2 -> (long) Short.toUnsignedInt(bytes.getShort());
      case I1 -> (long) bytes.get();
      case U1 -> (long) Byte.toUnsignedInt(bytes.get());
    };
  }
}
