package dev.zarrasync.codec;

import dev.zarrasync.codec.DataType.Kind;
import dev.zarrasync.codec.internal.Half;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A type of numbers, with what NumPy's arithmetic and casts make of them.
 *
 * @param type an integer, also a boolean or a count of time, or a floating-point number
 */
record NumberType(DataType type) {

  /** A type as NumPy writes it, such as {@code <i4}, or as Zarr v3 does, such as {@code int32}. */
  private static final Pattern NAME =
      Pattern.compile("([<>|=]?)([biufMm])(\\d+)(?:\\[.*])?|(bool|int|uint|float)(\\d*)");

  static final NumberType DOUBLE = of("<f8");

  NumberType {
    boolean valid =
        switch (type.kind()) {
          case BOOLEAN -> type.size() == 1;
          case SIGNED, UNSIGNED -> Integer.bitCount(type.size()) == 1 && type.size() <= 8;
          case FLOATING -> type.size() == 2 || type.size() == 4 || type.size() == 8;
          case TIME, DURATION -> type.size() == 8;
          default -> false;
        };
    if (!valid) {
      throw new IllegalArgumentException(
          "Elements of %d bytes (%s) are no numbers".formatted(type.size(), type.kind()));
    }
  }

  /** Parses a name; numbers without an order are little-endian. */
  static NumberType of(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("\"" + name + "\" is no type of numbers");
    }
    boolean numpy = matcher.group(2) != null;
    Kind kind = kind(numpy ? matcher.group(2) : matcher.group(4));
    String digits = numpy ? matcher.group(3) : matcher.group(5);
    boolean big = ">".equals(matcher.group(1));
    try {
      int size = digits.isEmpty() && kind == Kind.BOOLEAN ? 1 : Integer.parseInt(digits);
      int bytes = numpy || kind == Kind.BOOLEAN ? size : bytes(size);
      return new NumberType(
          new DataType(kind, bytes, big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("\"" + name + "\" is no type of numbers", e);
    }
  }

  private static Kind kind(String letterOrWord) {
    return switch (letterOrWord) {
      case "b", "bool" -> Kind.BOOLEAN;
      case "i", "int" -> Kind.SIGNED;
      case "u", "uint" -> Kind.UNSIGNED;
      case "f", "float" -> Kind.FLOATING;
      case "M" -> Kind.TIME;
      default -> Kind.DURATION;
    };
  }

  private static int bytes(int bits) {
    if (bits % 8 != 0) {
      throw new IllegalArgumentException("No whole bytes: " + bits);
    }
    return bits / 8;
  }

  NumberType order(ByteOrder order) {
    return new NumberType(type.order(order));
  }

  int size() {
    return type.size();
  }

  boolean isFloating() {
    return type.kind() == Kind.FLOATING;
  }

  boolean isUnsigned() {
    return type.kind() == Kind.UNSIGNED || type.kind() == Kind.BOOLEAN;
  }

  /** Whether they are numbers to calculate with, and not counts of time. */
  boolean isArithmetic() {
    return type.kind() != Kind.TIME && type.kind() != Kind.DURATION;
  }

  /** The type in which NumPy adds numbers of this type and another (numpy.promote_types). */
  NumberType promote(NumberType other) {
    if (type.kind() == Kind.BOOLEAN || type.kind() == other.type.kind()) {
      return type.kind() != other.type.kind() || size() < other.size() ? other : this;
    }
    if (other.type.kind() == Kind.BOOLEAN) {
      return this;
    }
    if (isFloating() || other.isFloating()) {
      NumberType floating = isFloating() ? this : other;
      int integers = isFloating() ? other.size() : size();
      int size = Math.max(floating.size(), Math.min(8, 2 * integers));
      return new NumberType(new DataType(Kind.FLOATING, size, type.order()));
    }
    int unsigned = isUnsigned() ? size() : other.size();
    int signed = isUnsigned() ? other.size() : size();
    int size = Math.max(signed, 2 * unsigned);
    return size > 8
        ? new NumberType(new DataType(Kind.FLOATING, 8, type.order()))
        : new NumberType(new DataType(Kind.SIGNED, size, type.order()));
  }

  /** Rounds to a floating-point number of this type. */
  double round(double value) {
    return switch (size()) {
      case 2 -> Half.toDouble(Half.of(value));
      case 4 -> (float) value;
      default -> value;
    };
  }

  /** The floating-point number of this type that is nearest to an integer of another. */
  double nearest(long value, NumberType from) {
    return size() == 4 ? from.toFloat(value) : round(from.toDouble(value));
  }

  /** Keeps the bits of an integer that fit in this type. */
  long wrap(long value) {
    return switch (type.kind()) {
      case BOOLEAN -> value == 0 ? 0 : 1;
      case UNSIGNED -> value << unused() >>> unused();
      default -> value << unused() >> unused();
    };
  }

  /** The bits of a long that an integer of this type does not have. */
  private int unused() {
    return 64 - 8 * size();
  }

  /** Turns an integer of this type into the nearest floating-point number. */
  double toDouble(long value) {
    return isUnsigned() && value < 0 ? ((value >>> 1) | (value & 1)) * 2.0 : value;
  }

  /** Turns an integer of this type into the nearest floating-point number. */
  float toFloat(long value) {
    return isUnsigned() && value < 0 ? ((value >>> 1) | (value & 1)) * 2f : value;
  }

  /** Writes an integer of this type in decimal digits. */
  String toString(long value) {
    return isUnsigned() ? Long.toUnsignedString(value) : Long.toString(value);
  }

  /**
   * Turns a floating-point number into an integer of this type as C does on x86-64, where it is not
   * in its range: NumPy leaves that to C, and C to the processor.
   */
  long toInteger(double value) {
    if (type.kind() == Kind.BOOLEAN) {
      return value == 0 ? 0 : 1;
    }
    if (type.kind() == Kind.UNSIGNED && size() == 8 && value >= 0x1p63) {
      return Long.MIN_VALUE ^ truncated(value - 0x1p63, 0x1p63, Long.MIN_VALUE);
    }
    boolean wide = size() == 8 || (type.kind() == Kind.UNSIGNED && size() == 4);
    return wrap(
        wide
            ? truncated(value, 0x1p63, Long.MIN_VALUE)
            : truncated(value, 0x1p31, Integer.MIN_VALUE));
  }

  /** What the processor makes of a number: its integer part, or a constant where it has no room. */
  private static long truncated(double value, double end, long indefinite) {
    double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
    return whole >= -end && whole < end ? (long) whole : indefinite;
  }

  /** The least integer of this type. */
  long least() {
    return isUnsigned() ? 0 : Long.MIN_VALUE >> unused();
  }

  /** The largest integer of this type. */
  long most() {
    return isUnsigned() ? -1L >>> unused() : Long.MAX_VALUE >>> unused();
  }

  /** The power of 2 after the largest floating-point number of this type. */
  BigDecimal end() {
    int exponent =
        switch (size()) {
          case 2 -> 16;
          case 4 -> 128;
          default -> 1024;
        };
    return new BigDecimal(BigInteger.TWO.pow(exponent));
  }

  /** The floating-point number of this type that is next to another. */
  double next(double value, boolean up) {
    return switch (size()) {
      case 2 -> Half.next(value, up);
      case 4 -> up ? Math.nextUp((float) value) : Math.nextDown((float) value);
      default -> up ? Math.nextUp(value) : Math.nextDown(value);
    };
  }

  /** As many elements of another type as {@code input} has of this one. */
  Elements convert(Elements input, NumberType other) {
    if (input.type().size() == size()) {
      return input.type(other.type).inAnArray();
    }
    int bytes = input.bytes();
    int[] shape = bytes == Elements.UNKNOWN ? new int[0] : new int[] {bytes / size()};
    return new Elements(other.type, shape).inAnArray();
  }

  /**
   * Reads and writes the numbers in an array of bytes, which has to be a multiple of their size.
   */
  Numbers in(byte[] bytes) throws CorruptChunkException {
    if (bytes.length % size() != 0) {
      throw new CorruptChunkException(
          "%d bytes are not whole numbers of %d bytes".formatted(bytes.length, size()));
    }
    return new Numbers(this, bytes);
  }

  /** Makes room for numbers. */
  Numbers allocate(int count) throws CorruptChunkException {
    long length = (long) count * size();
    if (length > Integer.MAX_VALUE) {
      throw new CorruptChunkException(
          "%d numbers of %d bytes are too many".formatted(count, size()));
    }
    return new Numbers(this, new byte[(int) length]);
  }
}
