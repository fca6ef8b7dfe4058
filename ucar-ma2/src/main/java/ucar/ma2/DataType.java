package ucar.ma2;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Locale;

/** The types of the elements of an {@link Array}. */
public enum DataType {
  /** Java boolean. */
  BOOLEAN("boolean", 1, boolean.class),
  /** Signed integer of 8 bits. */
  BYTE("byte", 1, byte.class),
  /** Java char. */
  CHAR("char", 1, char.class),
  /** Signed integer of 16 bits. */
  SHORT("short", 2, short.class),
  /** Signed integer of 32 bits. */
  INT("int", 4, int.class),
  /** Signed integer of 64 bits. */
  LONG("long", 8, long.class),
  /** Floating point number of 32 bits. */
  FLOAT("float", 4, float.class),
  /** Floating point number of 64 bits. */
  DOUBLE("double", 8, double.class),
  /** Variable number of structures. */
  SEQUENCE("Sequence", 4, Object.class),
  /** Java String. */
  STRING("String", 4, String.class),
  /** Record of named members. */
  STRUCTURE("Structure", 0, Object.class),
  /** Enumeration held in 8 bits. */
  ENUM1("enum1", 1, byte.class),
  /** Enumeration held in 16 bits. */
  ENUM2("enum2", 2, short.class),
  /** Enumeration held in 32 bits. */
  ENUM4("enum4", 4, int.class),
  /** Bytes without a meaning. */
  OPAQUE("opaque", 1, ByteBuffer.class),
  /** Any Java object. */
  OBJECT("object", 1, Object.class),
  /** Unsigned integer of 8 bits, held in a byte. */
  UBYTE("ubyte", 1, byte.class),
  /** Unsigned integer of 16 bits, held in a short. */
  USHORT("ushort", 2, short.class),
  /** Unsigned integer of 32 bits, held in an int. */
  UINT("uint", 4, int.class),
  /** Unsigned integer of 64 bits, held in a long. */
  ULONG("ulong", 8, long.class);

  /** Whether an integer type has negative numbers. */
  public enum Signedness {
    /** Negative and other numbers. */
    SIGNED,
    /** No negative numbers. */
    UNSIGNED
  }

  private final String niceName;
  private final int size;
  private final Class<?> primitiveClass;

  DataType(String niceName, int size, Class<?> primitiveClass) {
    this.niceName = niceName;
    this.size = size;
    this.primitiveClass = primitiveClass;
  }

  /**
   * Returns the type of a name.
   *
   * @param name name in any case, such as {@code float}
   * @return type, or null if there is none of that name
   */
  public static DataType getType(String name) {
    for (DataType type : values()) {
      if (name != null && type.name().equals(name.toUpperCase(Locale.ROOT))) {
        return type;
      }
    }
    return null;
  }

  /**
   * Returns the type of the elements of an array.
   *
   * @param array any array
   * @return type of its elements
   */
  public static DataType getType(Array array) {
    return getType(array.getElementType(), array.isUnsigned());
  }

  /**
   * Returns the type that holds values of a Java class.
   *
   * @param type primitive class, its wrapper, or any other class
   * @param isUnsigned whether integers are unsigned
   * @return type; {@link #OBJECT} if no other fits
   */
  public static DataType getType(Class<?> type, boolean isUnsigned) {
    if (type == boolean.class || type == Boolean.class) {
      return BOOLEAN;
    }
    if (type == byte.class || type == Byte.class) {
      return isUnsigned ? UBYTE : BYTE;
    }
    if (type == char.class || type == Character.class) {
      return CHAR;
    }
    if (type == short.class || type == Short.class) {
      return isUnsigned ? USHORT : SHORT;
    }
    if (type == int.class || type == Integer.class) {
      return isUnsigned ? UINT : INT;
    }
    if (type == long.class || type == Long.class) {
      return isUnsigned ? ULONG : LONG;
    }
    if (type == float.class || type == Float.class) {
      return FLOAT;
    }
    if (type == double.class || type == Double.class) {
      return DOUBLE;
    }
    if (type == String.class) {
      return STRING;
    }
    return type == ByteBuffer.class ? OPAQUE : OBJECT;
  }

  /**
   * Returns the size of an element.
   *
   * @return size in bytes; of no meaning for objects
   */
  public int getSize() {
    return size;
  }

  /**
   * Returns the Java class of an element.
   *
   * @return primitive class, or a class of objects
   */
  public Class<?> getPrimitiveClassType() {
    return primitiveClass;
  }

  /**
   * Returns whether this type has negative numbers.
   *
   * @return signed for all but the unsigned integers
   */
  public Signedness getSignedness() {
    return isUnsigned() ? Signedness.UNSIGNED : Signedness.SIGNED;
  }

  /**
   * Tells whether this is an unsigned integer.
   *
   * @return true for UBYTE, USHORT, UINT and ULONG
   */
  public boolean isUnsigned() {
    return this == UBYTE || this == USHORT || this == UINT || this == ULONG;
  }

  /**
   * Tells whether this is text.
   *
   * @return true for STRING and CHAR
   */
  public boolean isString() {
    return this == STRING || this == CHAR;
  }

  /**
   * Tells whether this is a number.
   *
   * @return true for integers and floating point numbers
   */
  public boolean isNumeric() {
    return isIntegral() || isFloatingPoint();
  }

  /**
   * Tells whether this is an integer, signed or not.
   *
   * @return true for integers; enumerations are none
   */
  public boolean isIntegral() {
    return isUnsigned() || this == BYTE || this == SHORT || this == INT || this == LONG;
  }

  /**
   * Tells whether this is a floating point number.
   *
   * @return true for FLOAT and DOUBLE
   */
  public boolean isFloatingPoint() {
    return this == FLOAT || this == DOUBLE;
  }

  /**
   * Tells whether this is an enumeration.
   *
   * @return true for ENUM1, ENUM2 and ENUM4
   */
  public boolean isEnum() {
    return this == ENUM1 || this == ENUM2 || this == ENUM4;
  }

  /**
   * Returns the integer type of the same size and a signedness.
   *
   * @param signedness signedness wanted
   * @return that type; this type if it is no integer
   */
  public DataType withSignedness(Signedness signedness) {
    return isIntegral() ? getType(primitiveClass, signedness == Signedness.UNSIGNED) : this;
  }

  /**
   * Reads an integer as unsigned.
   *
   * @param number integer that holds unsigned bits
   * @return the value, in the next larger type if it is a Byte, Short, Integer or Long, else {@code
   *     number}
   */
  public static Number widenNumber(Number number) {
    if (number instanceof Byte b) {
      return unsignedByteToShort(b);
    }
    if (number instanceof Short s) {
      return unsignedShortToInt(s);
    }
    if (number instanceof Integer i) {
      return unsignedIntToLong(i);
    }
    return number instanceof Long l ? unsignedLongToBigInt(l) : number;
  }

  /**
   * Reads a byte as unsigned.
   *
   * @param value unsigned bits
   * @return 0 to 255
   */
  public static short unsignedByteToShort(byte value) {
    return (short) Byte.toUnsignedInt(value);
  }

  /**
   * Reads a short as unsigned.
   *
   * @param value unsigned bits
   * @return 0 to 65535
   */
  public static int unsignedShortToInt(short value) {
    return Short.toUnsignedInt(value);
  }

  /**
   * Reads an int as unsigned.
   *
   * @param value unsigned bits
   * @return 0 to 2<sup>32</sup> - 1
   */
  public static long unsignedIntToLong(int value) {
    return Integer.toUnsignedLong(value);
  }

  /**
   * Reads a long as unsigned.
   *
   * @param value unsigned bits
   * @return 0 to 2<sup>64</sup> - 1
   */
  public static BigInteger unsignedLongToBigInt(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  /** Returns the name as it is written in files, such as {@code ubyte}. */
  @Override
  public String toString() {
    return niceName;
  }
}
