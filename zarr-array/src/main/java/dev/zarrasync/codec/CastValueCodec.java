package dev.zarrasync.codec;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The codec {@code cast_value} of Zarr v3 (zarr-extensions): numbers as numbers of another type,
 * rounded and brought into range as its options say, and else an error.
 */
record CastValueCodec(Cast encoding, Cast decoding) implements Elementwise {

  static Codec of(Options options) {
    options.only("data_type", "rounding", "out_of_range", "scalar_map");
    NumberType raw = options.real();
    NumberType encoded = options.real("data_type");
    Rounding rounding = Rounding.of(options);
    String outOfRange = options.oneOf("out_of_range", "error", "error", "clamp", "wrap");
    if (outOfRange.equals("wrap") && encoded.isFloating()) {
      throw options.invalid("out_of_range", "error or clamp for floating-point numbers");
    }
    return new CastValueCodec(
        new Cast(raw, encoded, rounding, outOfRange, pairs(options, "encode", raw, encoded)),
        new Cast(encoded, raw, rounding, outOfRange, pairs(options, "decode", encoded, raw)));
  }

  private static List<Pair> pairs(
      Options options, String direction, NumberType from, NumberType to) {
    List<Pair> pairs = new ArrayList<>();
    if (options.value("scalar_map") instanceof Map<?, ?> map
        && map.get(direction) instanceof List<?> list) {
      for (Object entry : list) {
        if (!(entry instanceof List<?> pair) || pair.size() != 2) {
          throw options.invalid("scalar_map", "lists of pairs");
        }
        pairs.add(
            new Pair(
                options.scalar("scalar_map", pair.get(0), from),
                options.scalar("scalar_map", pair.get(1), to)));
      }
    } else if (options.has("scalar_map") && !(options.value("scalar_map") instanceof Map)) {
      throw options.invalid("scalar_map", "an object");
    }
    return pairs;
  }

  @Override
  public NumberType raw() {
    return encoding.from;
  }

  @Override
  public NumberType encoded() {
    return encoding.to;
  }

  @Override
  public void encode(int i, Numbers raw, Numbers encoded) throws IOException {
    encoding.apply(i, raw, encoded);
  }

  @Override
  public void decode(int i, Numbers encoded, Numbers raw) throws IOException {
    decoding.apply(i, encoded, raw);
  }

  /** A number, and what it becomes whatever the rules say. */
  private record Pair(Scalar key, Scalar value) {

    boolean matches(int i, Numbers numbers) {
      if (!numbers.type.isFloating()) {
        return numbers.integer(i) == key.integer();
      }
      double number = numbers.real(i);
      return number == key.real() || (Double.isNaN(number) && Double.isNaN(key.real()));
    }
  }

  /** One direction. */
  private record Cast(
      NumberType from, NumberType to, Rounding rounding, String outOfRange, List<Pair> pairs) {

    void apply(int i, Numbers numbers, Numbers result) throws IOException {
      for (Pair pair : pairs) {
        if (pair.matches(i, numbers)) {
          result.putBits(i, pair.value.bits());
          return;
        }
      }
      if (to.isFloating()) {
        result.putReal(i, floating(i, numbers));
      } else if (from.isFloating()) {
        result.putBits(i, integer(numbers.real(i)));
      } else {
        result.putBits(i, inRange(new BigInteger(from.toString(numbers.integer(i)))));
      }
    }

    private double floating(int i, Numbers numbers) throws IOException {
      if (!from.isFloating()) {
        long value = numbers.integer(i);
        double nearest = to.nearest(value, from);
        boolean exact = Math.abs(nearest) < 0x1p62 && (long) nearest == value;
        return exact ? nearest : rounded(new BigDecimal(from.toString(value)), nearest);
      }
      double value = numbers.real(i);
      double nearest = to.round(value);
      boolean exact = nearest == value || !Double.isFinite(value);
      return exact ? value : rounded(new BigDecimal(value), nearest);
    }

    /** Rounds a number to one of the type, of which the nearest is known. */
    private double rounded(BigDecimal exact, double nearest) throws IOException {
      double rounded = nearest;
      if (Double.isInfinite(nearest)
          ? exact.abs().compareTo(to.end()) < 0
          : new BigDecimal(nearest).compareTo(exact) != 0) {
        rounded = rounding.toFloating(exact, nearest, to);
      }
      if (Double.isInfinite(rounded) && !outOfRange.equals("clamp")) {
        throw outOfRange(exact.toString());
      }
      return rounded;
    }

    private long integer(double value) throws IOException {
      if (!Double.isFinite(value)) {
        throw outOfRange(Double.toString(value));
      }
      double rounded = rounding.toInteger(value);
      long whole = (long) rounded;
      boolean small = Math.abs(rounded) < 0x1p62 && (whole >= 0 || !to.isUnsigned());
      if (small && to.wrap(whole) == whole) {
        return whole;
      }
      return inRange(new BigDecimal(rounded).toBigInteger());
    }

    private long inRange(BigInteger value) throws IOException {
      long wrapped = to.wrap(value.longValue());
      if (new BigInteger(to.toString(wrapped)).equals(value)) {
        return wrapped;
      }
      return switch (outOfRange) {
        case "clamp" -> value.signum() < 0 ? to.least() : to.most();
        case "wrap" -> wrapped;
        default -> throw outOfRange(value.toString());
      };
    }

    private static IOException outOfRange(String value) {
      return new IOException("cast_value cannot cast " + value + ": it is out of range");
    }
  }
}
