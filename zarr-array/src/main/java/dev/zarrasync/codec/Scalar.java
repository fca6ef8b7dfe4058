package dev.zarrasync.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A number of some type.
 *
 * @param bits its bits
 * @param integer the number, if the type is of integers
 * @param real the number, or the nearest one of double precision
 */
record Scalar(long bits, long integer, double real) {

  /** Of 2^64 - 1. */
  private static final int MOST_DIGITS = 20;

  /**
   * Parses a number as Zarr v3 writes fill values: also {@code "NaN"}, {@code "Infinity"} or the
   * bits in hex.
   *
   * @throws IllegalArgumentException if it is no number of the type
   */
  static Scalar of(@Nullable Object json, NumberType type) {
    Numbers numbers = new Numbers(type, new byte[type.size()]);
    try {
      if (!type.isFloating()) {
        BigInteger integer = integer(new BigDecimal(String.valueOf(json)));
        numbers.putBits(0, integer.longValue());
        if (!type.toString(numbers.integer(0)).equals(integer.toString())) {
          throw new ArithmeticException("out of range");
        }
      } else if (json instanceof String text && text.startsWith("0x")) {
        numbers.putBits(0, Long.parseUnsignedLong(text.substring(2), 16));
      } else {
        numbers.putReal(0, Double.parseDouble(String.valueOf(json)));
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(json + " is no number of its type", e);
    }
    return new Scalar(numbers.bits(0), type.isFloating() ? 0 : numbers.integer(0), numbers.real(0));
  }

  /** Text of a few characters may stand for a number of any length. */
  private static BigInteger integer(BigDecimal decimal) {
    if (decimal.precision() - (long) decimal.scale() > MOST_DIGITS) {
      throw new ArithmeticException("out of range");
    }
    return decimal.toBigIntegerExact();
  }
}
