package dev.zarrasync.array.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.codec.internal.Half;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/**
 * The forms that the {@code fill_value} of an array has in JSON (Zarr v2 specification, "Fill value
 * encoding"; Zarr v3 specification, "Data types", and the data types of zarr-extensions). What has
 * no such form is an {@link IllegalArgumentException} or an {@link ArithmeticException}.
 */
public final class FillValue {

  private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");
  private static final String NO_TIME = "NaT";

  // As for numbers without quotes: many digits take long to understand.
  private static final int MOST_DIGITS = 1_000;

  private FillValue() {}

  /** Returns the bytes of one element, or of a string, that a value stands for. */
  public static byte[] of(JsonNode value, DataType type) {
    return switch (type.kind()) {
      case BOOLEAN -> new byte[] {(byte) (truth(value) ? 1 : 0)};
      case SIGNED, UNSIGNED -> integer(value, type);
      case FLOATING -> floating(value, type);
      case COMPLEX -> complex(value, type);
      case TIME, DURATION ->
          value.asText().equals(NO_TIME)
              ? encode(Long.MIN_VALUE, type)
              : integer(value, new DataType(DataType.Kind.SIGNED, type.size(), type.order()));
      case RAW, TERMINATED_BYTES -> padded(bytes(value), type);
      case FIXED_STRING -> padded(text(value).getBytes(utf32(type)), type);
      case STRING -> text(value).getBytes(StandardCharsets.UTF_8);
      case BYTES -> bytes(value);
    };
  }

  /**
   * Returns the number that a value is as JZarr reads it: also in quotes, as the one element of a
   * list, or a truth; negative for an unsigned type, too: -1 is the greatest number.
   *
   * @param type a type of numbers
   * @return a Long; for a floating type a Double where it is no long, an infinity where it is too
   *     large; for u8 a BigInteger
   */
  public static Number number(JsonNode fill, DataType type) {
    JsonNode value = fill.isArray() && fill.size() == 1 ? fill.get(0) : fill;
    if (type.kind() != DataType.Kind.FLOATING) {
      BigInteger number = whole(decimal(value));
      int bits = 8 * type.size();
      boolean signed = type.kind() == DataType.Kind.SIGNED;
      if (number.compareTo(BigInteger.ONE.shiftLeft(bits - 1).negate()) < 0
          || number.bitLength() > (signed ? bits - 1 : bits)) {
        throw new ArithmeticException("out of range");
      }
      return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    return value.isDouble() || NO_NUMBERS.contains(value.asText())
        ? Double.valueOf(value.asText()) // Not a number, or infinite.
        : (Number) decimal(value).doubleValue();
  }

  /** Returns the bytes of an element that is a number. */
  public static byte[] encode(Number number, DataType type) {
    long bits =
        type.kind() != DataType.Kind.FLOATING
            ? number.longValue()
            : switch (type.size()) {
              case 2 -> Half.of(number.doubleValue());
              case 4 -> Float.floatToRawIntBits(number.floatValue());
              default -> Double.doubleToRawLongBits(number.doubleValue());
            };
    return encode(bits, type);
  }

  private static byte[] encode(long bits, DataType type) {
    byte[] element = ByteBuffer.allocate(Long.BYTES).putLong(bits).array();
    element = Arrays.copyOfRange(element, Long.BYTES - type.size(), Long.BYTES);
    return type.order() == ByteOrder.BIG_ENDIAN ? element : reversed(element);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  private static BigDecimal decimal(JsonNode value) {
    if (value.isBoolean()) {
      return value.asBoolean() ? BigDecimal.ONE : BigDecimal.ZERO; // As in JZarr and NumPy.
    }
    if (value.isNumber() && !value.isDouble()) {
      return value.decimalValue();
    }
    if (!value.isTextual() || value.textValue().length() > MOST_DIGITS) {
      throw new NumberFormatException("not a number");
    }
    return new BigDecimal(value.textValue().trim());
  }

  /** Of a number of many zeros nothing is made that takes long. */
  private static BigInteger whole(BigDecimal number) {
    long digits = (long) number.precision() - number.scale();
    if (number.signum() == 0) {
      return BigInteger.ZERO;
    }
    if (digits < 1 || digits > 20) {
      throw new ArithmeticException("not a whole number of 64 bits");
    }
    return number.toBigIntegerExact();
  }

  private static boolean truth(JsonNode value) {
    check(value.isBoolean(), "neither true nor false");
    return value.booleanValue();
  }

  private static byte[] integer(JsonNode value, DataType type) {
    check(value.isNumber(), "not a number");
    Number number = number(value, type);
    check(type.kind() == DataType.Kind.SIGNED || !isNegative(value), "negative");
    return encode(number, type);
  }

  private static boolean isNegative(JsonNode value) {
    return value.decimalValue().signum() < 0;
  }

  private static byte[] floating(JsonNode value, DataType type) {
    if (value.asText().startsWith("0x")) {
      byte[] bits = HexFormat.of().parseHex(value.asText().substring(2));
      check(bits.length == type.size(), "not as many bits as an element has");
      return type.order() == ByteOrder.BIG_ENDIAN ? bits : reversed(bits);
    }
    check(value.isNumber() || NO_NUMBERS.contains(value.asText()), "not a number");
    return encode(number(value, type), type);
  }

  private static byte[] complex(JsonNode value, DataType type) {
    check(value.isArray() && value.size() == 2, "not two numbers");
    DataType part = new DataType(DataType.Kind.FLOATING, type.size() / 2, type.order());
    byte[] element = Arrays.copyOf(floating(value.get(0), part), type.size());
    System.arraycopy(floating(value.get(1), part), 0, element, part.size(), part.size());
    return element;
  }

  private static String text(JsonNode value) {
    check(value.isTextual(), "not a string");
    return value.textValue();
  }

  /** Bytes are in Base64, or a list of numbers. */
  private static byte[] bytes(JsonNode value) {
    if (!value.isArray()) {
      return Base64.getDecoder().decode(text(value));
    }
    byte[] bytes = new byte[value.size()];
    DataType one = new DataType(DataType.Kind.UNSIGNED, 1, ByteOrder.BIG_ENDIAN);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = integer(value.get(i), one)[0];
    }
    return bytes;
  }

  private static Charset utf32(DataType type) {
    return Charset.forName(type.order() == ByteOrder.BIG_ENDIAN ? "UTF-32BE" : "UTF-32LE");
  }

  private static byte[] padded(byte[] element, DataType type) {
    check(element.length <= type.size(), "longer than an element");
    return Arrays.copyOf(element, type.size());
  }

  private static void check(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(problem);
    }
  }
}
