package dev.zarrasync.codec;

/**
 * The filter {@code quantize} of numcodecs: floating-point numbers rounded to multiples of a power
 * of 2 that keeps decimal digits. Decoding casts and nothing else.
 *
 * @param scale the power of 2, as a number of the raw type
 */
record QuantizeCodec(NumberType raw, NumberType encoded, double scale) implements Elementwise {

  private static final double BITS_OF_A_DIGIT = Math.log(10) / Math.log(2);

  static Codec of(Options options) {
    NumberType raw = options.floating("dtype");
    NumberType encoded = options.has("astype") ? options.floating("astype") : raw;
    double bits = Math.ceil(options.integer("digits") * BITS_OF_A_DIGIT);
    return new QuantizeCodec(raw, encoded, raw.round(Math.pow(2, bits)));
  }

  @Override
  public void encode(int i, Numbers raw, Numbers encoded) {
    double scaled = Math.rint(raw.type.round(scale * raw.real(i)));
    encoded.putReal(i, raw.type.round(scaled / scale));
  }

  @Override
  public void decode(int i, Numbers encoded, Numbers raw) {
    raw.put(i, encoded);
  }
}
