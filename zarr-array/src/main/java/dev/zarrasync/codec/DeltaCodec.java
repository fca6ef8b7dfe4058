package dev.zarrasync.codec;

import java.io.IOException;

/**
 * The filter {@code delta} of numcodecs: the first number, and of each other one what it is more
 * than the one before it.
 */
record DeltaCodec(NumberType raw, NumberType encoded) implements Filter {

  static Codec of(Options options) {
    NumberType raw = options.arithmetic("dtype");
    return new DeltaCodec(raw, options.has("astype") ? options.arithmetic("astype") : raw);
  }

  @Override
  public byte[] decode(byte[] bytes) throws IOException {
    Numbers from = encoded.in(bytes);
    Numbers to = raw.allocate(from.count);
    NumberType sums = raw.promote(encoded);
    if (sums.isFloating()) {
      double sum = -0.0;
      for (int i = 0; i < from.count; i++) {
        sum = sums.round(sum + sums.round(from.real(i)));
        to.putReal(i, sum);
      }
    } else {
      long sum = 0;
      for (int i = 0; i < from.count; i++) {
        sum = sums.wrap(sum + from.integer(i));
        to.putInteger(i, sum, sums);
      }
    }
    return to.bytes();
  }

  @Override
  public byte[] encode(byte[] bytes) throws IOException {
    Numbers from = raw.in(bytes);
    Numbers to = encoded.allocate(from.count);
    if (from.count > 0) {
      to.put(0, from);
    }
    for (int i = 1; i < from.count; i++) {
      if (raw.isFloating()) {
        to.putReal(i, raw.round(from.real(i) - from.real(i - 1)));
      } else {
        to.putInteger(i, raw.wrap(from.integer(i) - from.integer(i - 1)), raw);
      }
    }
    return to.bytes();
  }

  @Override
  public Elements output(Elements input) {
    return raw.convert(input, encoded);
  }
}
