package dev.zarrasync.codec;

import dev.zarrasync.codec.DataType.Kind;
import java.io.IOException;

/**
 * The codec {@code bitround}: numbers rounded to some bits, if they have more. Decoding has nothing
 * to do.
 *
 * <p>Floating-point numbers keep the first bits of their significands, also the parts of complex
 * ones. Integers, which Zarr v3 has here and numcodecs does not, keep bits from the highest one
 * that is set.
 *
 * @param type of the numbers; of the parts of complex ones
 */
record BitRoundCodec(NumberType type, int keepbits) implements Filter {

  static Codec of(Options options) {
    DataType input = options.input().type();
    NumberType type =
        input.kind() == Kind.COMPLEX
            ? new NumberType(new DataType(Kind.FLOATING, input.size() / 2, input.order()))
            : options.numbers();
    boolean rounds = type.isFloating() || (options.v3() && type.type().kind() != Kind.BOOLEAN);
    if (!rounds) {
      throw new IllegalArgumentException(
          "The codec bitround takes floating-point numbers, in Zarr v3 integers as well");
    }
    int keepbits = options.integer("keepbits");
    int least = type.isFloating() ? 0 : 1;
    if (keepbits < least) {
      throw options.invalid("keepbits", "at least " + least);
    }
    return new BitRoundCodec(type, keepbits);
  }

  private static int significand(NumberType type) {
    return switch (type.size()) {
      case 2 -> 10;
      case 4 -> 23;
      default -> 52;
    };
  }

  @Override
  public byte[] decode(byte[] encoded) {
    return encoded;
  }

  @Override
  public byte[] encode(byte[] raw) throws IOException {
    Numbers from = type.in(raw);
    Numbers to = type.allocate(from.count);
    for (int i = 0; i < from.count; i++) {
      to.putBits(i, type.isFloating() ? floating(from.bits(i)) : integer(from.bits(i)));
    }
    return to.bytes();
  }

  @Override
  public Elements output(Elements input) {
    return input;
  }

  private long floating(long bits) {
    return rounded(bits, significand(type) - keepbits);
  }

  /** Stops at the largest integer that has no more bits. */
  private long integer(long bits) {
    int unused = 64 - 8 * type.size();
    long value = bits << unused >>> unused;
    int cut = 64 - Long.numberOfLeadingZeros(value) - keepbits;
    if (cut <= 0) {
      return bits;
    }
    long most = -1L >>> unused;
    long sum = value + halfUp(value, cut);
    boolean over = Long.compareUnsigned(sum, value) < 0 || Long.compareUnsigned(sum, most) > 0;
    return (over ? most : sum) >>> cut << cut;
  }

  private static long rounded(long bits, int cut) {
    return cut <= 0 ? bits : (bits + halfUp(bits, cut)) >> cut << cut;
  }

  /** What has to be added to bits before some are cut off, so that ties go to even. */
  private static long halfUp(long bits, int cut) {
    return (bits >>> cut & 1) + (1L << (cut - 1)) - 1;
  }
}
