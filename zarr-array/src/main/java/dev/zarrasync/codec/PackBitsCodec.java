package dev.zarrasync.codec;

import dev.zarrasync.codec.DataType.Kind;
import java.io.IOException;

/**
 * The codec {@code packbits}: some bits of each number, one after the other, without the others.
 *
 * @param type of the numbers; of the parts of complex ones
 * @param parts how many numbers an element has
 * @param first the first bit that is kept, from 0, the lowest
 * @param width how many are kept
 * @param padding where the count of bits is told that fill up the last byte
 * @param highestFirst whether the first bit is the highest of a byte, as numcodecs has it
 */
record PackBitsCodec(
    NumberType type, int parts, int first, int width, Padding padding, boolean highestFirst)
    implements Codec {

  /** Where the count of bits is told that fill up the last byte. */
  enum Padding {
    NONE,
    FIRST_BYTE,
    LAST_BYTE;

    int length() {
      return this == NONE ? 0 : 1;
    }
  }

  /** The filter of numcodecs, which takes bytes, of which all but 0 are true. */
  static Codec ofNumcodecs(Options options) {
    NumberType booleans = NumberType.of("|b1");
    return new PackBitsCodec(booleans, 1, 0, 1, Padding.FIRST_BYTE, true);
  }

  /** The codec of Zarr v3 (zarr-extensions, packbits). */
  static Codec ofV3(Options options) {
    DataType input = options.input().type();
    boolean complex = input.kind() == Kind.COMPLEX;
    NumberType type =
        complex
            ? new NumberType(new DataType(Kind.FLOATING, input.size() / 2, input.order()))
            : options.numbers();
    int bits = input.kind() == Kind.BOOLEAN ? 1 : 8 * type.size();
    int first = options.integer("first_bit", 0);
    int last = options.integer("last_bit", bits - 1);
    if (first < 0 || first >= bits) {
      throw options.invalid("first_bit", "from 0 to " + (bits - 1));
    }
    if (last < first || last >= bits) {
      throw options.invalid("last_bit", "from %d to %d".formatted(first, bits - 1));
    }
    Padding padding =
        switch (options.oneOf("padding_encoding", "none", "none", "first_byte", "last_byte")) {
          case "first_byte" -> Padding.FIRST_BYTE;
          case "last_byte" -> Padding.LAST_BYTE;
          default -> Padding.NONE;
        };
    return new PackBitsCodec(type, complex ? 2 : 1, first, last - first + 1, padding, false);
  }

  @Override
  public byte[] decode(byte[] encoded, int size) throws IOException {
    if (size % type.size() != 0) {
      throw new CorruptChunkException(size + " bytes are no whole numbers to pack");
    }
    int count = size / type.size();
    if (encoded.length != length(count)) {
      throw new CorruptChunkException(
          "%d numbers are packed in %d bytes instead of %d"
              .formatted(count, encoded.length, length(count)));
    }
    checkPadding(encoded, count);
    Numbers raw = type.allocate(count);
    var bits = new Bits(encoded);
    for (int i = 0; i < count; i++) {
      raw.putBits(i, extended(bits.next()) << first);
    }
    return raw.bytes();
  }

  @Override
  public byte[] decode(byte[] encoded) throws IOException {
    if (padding == Padding.NONE) {
      return Codec.super.decode(encoded);
    }
    if (encoded.length == 0) {
      throw new CorruptChunkException("The packed chunk does not tell its padding");
    }
    long bits = 8L * (encoded.length - 1) - padding(encoded);
    long size = bits / width * type.size();
    if (bits < 0 || size > Integer.MAX_VALUE) {
      throw new CorruptChunkException("%d bits cannot be unpacked".formatted(bits));
    }
    return decode(encoded, (int) size);
  }

  private int padding(byte[] encoded) {
    return encoded[padding == Padding.FIRST_BYTE ? 0 : encoded.length - 1] & 0xff;
  }

  private void checkPadding(byte[] encoded, int count) throws CorruptChunkException {
    if (padding != Padding.NONE && padding(encoded) != paddingOf(count)) {
      throw new CorruptChunkException(
          "The packed chunk tells a padding of %d bits instead of %d"
              .formatted(padding(encoded), paddingOf(count)));
    }
  }

  private int paddingOf(int count) {
    return (int) Math.floorMod(-(long) count * width, 8L);
  }

  private long length(int count) {
    return ((long) count * width + 7) / 8 + padding.length();
  }

  private long extended(long bits) {
    int unused = 64 - width;
    return type.type().kind() == Kind.SIGNED ? bits << unused >> unused : bits;
  }

  @Override
  public byte[] encode(byte[] raw) throws IOException {
    Numbers numbers = type.in(raw);
    byte[] encoded = new byte[(int) length(numbers.count)];
    if (padding != Padding.NONE) {
      encoded[padding == Padding.FIRST_BYTE ? 0 : encoded.length - 1] =
          (byte) paddingOf(numbers.count);
    }
    var bits = new Bits(encoded);
    for (int i = 0; i < numbers.count; i++) {
      bits.put(numbers.integer(i) >>> first);
    }
    return encoded;
  }

  @Override
  public Elements output(Elements input) {
    int bytes = input.bytes();
    return bytes == Elements.UNKNOWN
        ? Elements.UNKNOWN_BYTES
        : Elements.ofBytes(Math.toIntExact(length(bytes / type.size())));
  }

  /** The packed bits of a chunk, each number's after those before. */
  private final class Bits {

    private final byte[] packed;
    private long position = padding == Padding.FIRST_BYTE ? 8 : 0;

    Bits(byte[] packed) {
      this.packed = packed;
    }

    /** The next bits, as many as are kept of a number. */
    long next() {
      long bits = 0;
      for (int done = 0; done < width; ) {
        int step = step(done);
        long part = (packed(position) >>> (position % 8)) & ((1L << step) - 1);
        bits |= part << done;
        done += step;
        position += step;
      }
      return bits;
    }

    void put(long bits) {
      for (int done = 0; done < width; ) {
        int step = step(done);
        long part = (bits >>> done) & ((1L << step) - 1);
        int at = (int) (position / 8);
        packed[at] |= (byte) inOrder((int) part << (position % 8));
        done += step;
        position += step;
      }
    }

    /** How many bits of a number are in this byte, and still to come. */
    private int step(int done) {
      return Math.min(width - done, 8 - (int) (position % 8));
    }

    private int packed(long bit) {
      return inOrder(packed[(int) (bit / 8)] & 0xff);
    }

    private int inOrder(int bits) {
      return highestFirst ? Integer.reverse(bits) >>> 24 : bits;
    }
  }
}
