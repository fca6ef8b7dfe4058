package dev.zarrasync.codec;

import java.io.IOException;
import java.math.BigDecimal;

/**
 * The filter {@code fixedscaleoffset} of numcodecs: numbers from an offset, in units of a scale,
 * rounded.
 *
 * <p>It calculates in the types that NumPy 2 takes: floating-point numbers in their own, integers
 * in their own while offset and scale are integers too, and else in double precision.
 */
record FixedScaleOffsetCodec(NumberType raw, NumberType encoded, Number offset, Number scale)
    implements Elementwise {

  static Codec of(Options options) {
    NumberType raw = options.arithmetic("dtype");
    NumberType encoded = options.has("astype") ? options.arithmetic("astype") : raw;
    return new FixedScaleOffsetCodec(
        raw, encoded, options.number("offset"), options.number("scale"));
  }

  @Override
  public byte[] encode(byte[] bytes) throws IOException {
    checkFits("offset", offset);
    if (isInteger(offset)) {
      checkFits("scale", scale);
    }
    return Elementwise.super.encode(bytes);
  }

  private void checkFits(String name, Number value) throws IOException {
    boolean calculates = !raw.isFloating() && raw.type().kind() != DataType.Kind.BOOLEAN;
    if (calculates && isInteger(value) && raw.wrap(value.longValue()) != value.longValue()) {
      throw new IOException(
          "The %s of fixedscaleoffset, %s, is no number of the type that is encoded"
              .formatted(name, value));
    }
  }

  @Override
  public void encode(int i, Numbers raw, Numbers encoded) {
    if (raw.type.isFloating()) {
      NumberType type = raw.type;
      double difference = type.round(raw.real(i) - type.round(offset.doubleValue()));
      encoded.putReal(i, Math.rint(type.round(difference * type.round(scale.doubleValue()))));
    } else if (!isInteger(offset)) {
      double difference = raw.real(i) - offset.doubleValue();
      encoded.putReal(i, Math.rint(difference * scale.doubleValue()));
    } else {
      NumberType type = calculatedIn();
      long difference = type.wrap(raw.integer(i) - offset.longValue());
      if (isInteger(scale)) {
        encoded.putInteger(i, type.wrap(difference * scale.longValue()), type);
      } else {
        encoded.putReal(i, Math.rint(type.toDouble(difference) * scale.doubleValue()));
      }
    }
  }

  /** Booleans become integers once there are integers to calculate with. */
  private NumberType calculatedIn() {
    return raw.type().kind() == DataType.Kind.BOOLEAN ? NumberType.of("<i8") : raw;
  }

  @Override
  public void decode(int i, Numbers encoded, Numbers raw) {
    NumberType type = encoded.type.isFloating() ? encoded.type : NumberType.DOUBLE;
    double units = type.round(encoded.real(i) / type.round(scale.doubleValue()));
    raw.putReal(i, type.round(units + type.round(offset.doubleValue())));
  }

  private static boolean isInteger(Number number) {
    return !(number instanceof Double || number instanceof Float || number instanceof BigDecimal);
  }
}
