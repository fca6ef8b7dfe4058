package dev.zarrasync.codec;

/**
 * Blosc's bit shuffle: a row of the lowest bits of all elements' first bytes, then a row of the
 * second bits and so on, eight elements to a byte. The bytes after the last whole element stay
 * where they are; so does all else if the count of elements is not a multiple of 8.
 */
final class BitShuffle implements BloscFilter {

  private final int typesize;

  BitShuffle(int typesize) {
    this.typesize = typesize;
  }

  @Override
  public void apply(Slice raw, byte[] filtered) {
    int row = rowLength(raw);
    for (int b = 0; b < typesize; b++) {
      for (int i = 0; i < row; i++) {
        long bits = gather(raw.array, raw.offset + 8 * i * typesize + b, typesize);
        scatter(transpose(bits), filtered, 8 * b * row + i, row);
      }
    }
    int whole = 8 * row * typesize;
    System.arraycopy(raw.array, raw.offset + whole, filtered, whole, raw.length - whole);
  }

  @Override
  public void revert(byte[] filtered, Slice raw) {
    int row = rowLength(raw);
    for (int b = 0; b < typesize; b++) {
      for (int i = 0; i < row; i++) {
        long bits = gather(filtered, 8 * b * row + i, row);
        scatter(transpose(bits), raw.array, raw.offset + 8 * i * typesize + b, typesize);
      }
    }
    int whole = 8 * row * typesize;
    System.arraycopy(filtered, whole, raw.array, raw.offset + whole, raw.length - whole);
  }

  /** The bytes of a row of bits, 0 where nothing is shuffled. */
  private int rowLength(Slice raw) {
    int elements = raw.length / typesize;
    return elements % 8 == 0 ? elements / 8 : 0;
  }

  private static long gather(byte[] bytes, int start, int step) {
    long bits = 0;
    for (int k = 7; k >= 0; k--) {
      bits = (bits << 8) | (bytes[start + k * step] & 0xff);
    }
    return bits;
  }

  private static void scatter(long bits, byte[] bytes, int start, int step) {
    for (int k = 0; k < 8; k++) {
      bytes[start + k * step] = (byte) (bits >>> (8 * k));
    }
  }

  /** Mirrors the 8 x 8 bits at their diagonal, swapping ever larger squares. */
  private static long transpose(long bits) {
    long swap = (bits ^ (bits >>> 7)) & 0x00AA00AA00AA00AAL;
    long single = bits ^ swap ^ (swap << 7);
    swap = (single ^ (single >>> 14)) & 0x0000CCCC0000CCCCL;
    long pairs = single ^ swap ^ (swap << 14);
    swap = (pairs ^ (pairs >>> 28)) & 0x00000000F0F0F0F0L;
    return pairs ^ swap ^ (swap << 28);
  }
}
