package dev.zarrasync.array;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Set;

/** The {@code fill_value} of an array (Zarr v2 specification, "Fill value encoding"). */
final class FillValue {

  private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

  // As for numbers without quotes: many digits take long to understand.
  private static final int MOST_DIGITS = 1_000;

  private FillValue() {}

  /**
   * Reads a fill value: 0 for null, as JZarr has it; else exactly the number that is written, also
   * in quotes or as the one element of a list. For an unsigned type it may be negative, as JZarr
   * writes it: -1 is the greatest number.
   *
   * @return a Long, or for a floating type a Double where it is no long; that is rounded, to an
   *     infinity where it is too large
   * @throws InvalidMetadataException if it is no number, or none that the type has
   */
  static Number parse(JsonNode fill, ElementType type) throws InvalidMetadataException {
    if (fill.isMissingNode() || fill.isNull()) {
      return 0L;
    }
    JsonNode value = fill.isArray() && fill.size() == 1 ? fill.get(0) : fill;
    try {
      return switch (type) {
        case F8, F4 -> floating(value);
        case I8 -> integer(value, Long.MIN_VALUE, Long.MAX_VALUE);
        case I4 -> integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
        case U4 -> integer(value, Integer.MIN_VALUE, 0xFFFF_FFFFL);
        case I2 -> integer(value, Short.MIN_VALUE, Short.MAX_VALUE);
        case U2 -> integer(value, Short.MIN_VALUE, 0xFFFF);
        case I1 -> integer(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
        case U1 -> integer(value, Byte.MIN_VALUE, 0xFF);
      };
    } catch (ArithmeticException | NumberFormatException e) {
      throw InvalidMetadataException.unsupported(
          "the fill_value " + fill + " is not a number of type " + type);
    }
  }

  private static Number floating(JsonNode value) {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    if (value.isDouble() || NO_NUMBERS.contains(value.asText())) {
      return Double.valueOf(value.asText()); // Not a number, or infinite.
    }
    return number(value).doubleValue();
  }

  private static long integer(JsonNode value, long least, long most) {
    long number = number(value).longValueExact();
    if (number < least || number > most) {
      throw new ArithmeticException("out of range");
    }
    return number;
  }

  private static BigDecimal number(JsonNode value) {
    if (value.isBoolean()) {
      return value.asBoolean() ? BigDecimal.ONE : BigDecimal.ZERO; // As in JZarr and NumPy.
    }
    if (value.isNumber()) {
      return value.decimalValue();
    }
    if (!value.isTextual() || value.textValue().length() > MOST_DIGITS) {
      throw new NumberFormatException("not a number");
    }
    return new BigDecimal(value.textValue().trim());
  }
}
