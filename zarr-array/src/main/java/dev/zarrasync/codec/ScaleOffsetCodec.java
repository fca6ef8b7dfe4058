package dev.zarrasync.codec;

import java.io.IOException;

/**
 * The codec {@code scale_offset} of Zarr v3 (zarr-extensions): numbers from an offset, times a
 * scale. It calculates in their own type; what is no integer of that type is an error.
 */
record ScaleOffsetCodec(NumberType raw, Scalar offset, Scalar scale) implements Elementwise {

  static Codec of(Options options) {
    options.only("offset", "scale");
    NumberType type = options.real();
    return new ScaleOffsetCodec(
        type, options.scalar("offset", 0, type), options.scalar("scale", 1, type));
  }

  @Override
  public NumberType encoded() {
    return raw;
  }

  @Override
  public void encode(int i, Numbers from, Numbers to) throws IOException {
    if (raw.isFloating()) {
      double difference = raw.round(from.real(i) - offset.real());
      to.putReal(i, difference * scale.real());
    } else {
      long difference = subtract(from.integer(i), offset.integer());
      to.putBits(i, multiply(difference, scale.integer()));
    }
  }

  @Override
  public void decode(int i, Numbers from, Numbers to) throws IOException {
    if (raw.isFloating()) {
      double quotient = raw.round(from.real(i) / scale.real());
      to.putReal(i, quotient + offset.real());
    } else {
      long quotient = divide(from.integer(i), scale.integer());
      to.putBits(i, add(quotient, offset.integer()));
    }
  }

  private long subtract(long a, long b) throws IOException {
    long difference = a - b;
    boolean over = raw.isUnsigned() ? less(a, b) : ((a ^ b) & (a ^ difference)) < 0;
    return inRange(difference, over, a, "-", b);
  }

  private long add(long a, long b) throws IOException {
    long sum = a + b;
    boolean over = raw.isUnsigned() ? less(sum, a) : ((a ^ sum) & (b ^ sum)) < 0;
    return inRange(sum, over, a, "+", b);
  }

  private long multiply(long a, long b) throws IOException {
    long product = a * b;
    boolean over;
    if (raw.isUnsigned()) {
      over = b != 0 && less(Long.divideUnsigned(-1, b), a);
    } else {
      over = Math.multiplyHigh(a, b) != product >> 63;
    }
    return inRange(product, over, a, "*", b);
  }

  private long divide(long a, long b) throws IOException {
    if (b == 0) {
      throw new IOException("The scale of scale_offset is 0");
    }
    boolean unsigned = raw.isUnsigned();
    long quotient = unsigned ? Long.divideUnsigned(a, b) : a / b;
    boolean over = quotient * b != a || (!unsigned && a == Long.MIN_VALUE && b == -1);
    return inRange(quotient, over, a, "/", b);
  }

  private static boolean less(long a, long b) {
    return Long.compareUnsigned(a, b) < 0;
  }

  private long inRange(long result, boolean over, long a, String operator, long b)
      throws IOException {
    if (over || raw.wrap(result) != result) {
      throw new IOException(
          "%s %s %s in scale_offset is no integer of the type of its numbers"
              .formatted(raw.toString(a), operator, raw.toString(b)));
    }
    return result;
  }
}
