package dev.zarrasync.codec;

/** The filter {@code astype} of numcodecs: numbers cast as NumPy does, unchecked. */
record AsTypeCodec(NumberType raw, NumberType encoded) implements Elementwise {

  static Codec of(Options options) {
    return new AsTypeCodec(options.numbers("decode_dtype"), options.numbers("encode_dtype"));
  }

  @Override
  public void encode(int i, Numbers raw, Numbers encoded) {
    encoded.put(i, raw);
  }

  @Override
  public void decode(int i, Numbers encoded, Numbers raw) {
    raw.put(i, encoded);
  }
}
