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
final class FixedScaleOffsetCodec implements Elementwise {

  private final NumberType raw;
  private final NumberType encoded;
  private final Operand offset;
  private final Operand scale;

  /** In which numbers are decoded. */
  private final NumberType decoding;

  /** In which integers are encoded: of booleans, NumPy makes integers first. */
  private final NumberType integers;

  private FixedScaleOffsetCodec(NumberType raw, NumberType encoded, Number offset, Number scale) {
    this.raw = raw;
    this.encoded = encoded;
    this.decoding = encoded.isFloating() ? encoded : NumberType.DOUBLE;
    this.integers = raw.type().kind() == DataType.Kind.BOOLEAN ? NumberType.of("<i8") : raw;
    this.offset = new Operand("offset", offset, raw, decoding);
    this.scale = new Operand("scale", scale, raw, decoding);
  }

  static Codec of(Options options) {
    NumberType raw = options.arithmetic("dtype");
    NumberType encoded = options.has("astype") ? options.arithmetic("astype") : raw;
    return new FixedScaleOffsetCodec(
        raw, encoded, options.number("offset"), options.number("scale"));
  }

  @Override
  public NumberType raw() {
    return raw;
  }

  @Override
  public NumberType encoded() {
    return encoded;
  }

  @Override
  public byte[] encode(byte[] bytes) throws IOException {
    if (!raw.isFloating()) {
      offset.checkFits(integers);
      if (offset.isInteger) {
        scale.checkFits(integers);
      }
    }
    return Elementwise.super.encode(bytes);
  }

  @Override
  public void encode(int i, Numbers from, Numbers to) {
    if (raw.isFloating()) {
      double difference = raw.round(from.real(i) - offset.encoding);
      to.putReal(i, Math.rint(raw.round(difference * scale.encoding)));
    } else if (!offset.isInteger) {
      to.putReal(i, Math.rint((from.real(i) - offset.real) * scale.real));
    } else {
      long difference = integers.wrap(from.integer(i) - offset.integer);
      if (scale.isInteger) {
        to.putInteger(i, integers.wrap(difference * scale.integer), integers);
      } else {
        to.putReal(i, Math.rint(integers.toDouble(difference) * scale.real));
      }
    }
  }

  @Override
  public void decode(int i, Numbers from, Numbers to) {
    double units = decoding.round(from.real(i) / scale.decoding);
    to.putReal(i, decoding.round(units + offset.decoding));
  }

  /** A number of the options, in the types in which it is calculated with. */
  private static final class Operand {

    final String name;
    final Number number;
    final boolean isInteger;
    final long integer;
    final double real;
    final double encoding;
    final double decoding;

    Operand(String name, Number number, NumberType encoding, NumberType decoding) {
      this.name = name;
      this.number = number;
      this.isInteger =
          !(number instanceof Double || number instanceof Float || number instanceof BigDecimal);
      this.integer = number.longValue();
      this.real = number.doubleValue();
      this.encoding = encoding.isFloating() ? encoding.round(real) : real;
      this.decoding = decoding.round(real);
    }

    /** NumPy refuses it, too, where integers have no room for it. */
    void checkFits(NumberType type) throws IOException {
      if (isInteger && !type.toString(type.wrap(integer)).equals(number.toString())) {
        throw new IOException(
            "The %s of fixedscaleoffset, %s, is no number of the type that is encoded"
                .formatted(name, number));
      }
    }
  }
}
