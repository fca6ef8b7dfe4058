package dev.zarrasync.codec;

/**
 * Blosc's byte shuffle: the first bytes of all elements, then the second ones and so on. The bytes
 * after the last whole element stay where they are.
 */
final class ByteShuffle implements BloscFilter {

  private final int typesize;

  ByteShuffle(int typesize) {
    this.typesize = typesize;
  }

  @Override
  public void apply(Slice raw, byte[] filtered) {
    int elements = raw.length / typesize;
    for (int b = 0; b < typesize; b++) {
      for (int i = 0; i < elements; i++) {
        filtered[b * elements + i] = raw.array[raw.offset + i * typesize + b];
      }
    }
    int whole = elements * typesize;
    System.arraycopy(raw.array, raw.offset + whole, filtered, whole, raw.length - whole);
  }

  @Override
  public void revert(byte[] filtered, Slice raw) {
    int elements = raw.length / typesize;
    int joined =
        switch (typesize) {
          case 2 -> revertShorts(filtered, raw, elements);
          case 4 -> revertInts(filtered, raw, elements);
          case 8 -> revertLongs(filtered, raw, elements);
          default -> 0;
        };
    for (int b = 0; b < typesize; b++) {
      for (int i = joined; i < elements; i++) {
        raw.array[raw.offset + i * typesize + b] = filtered[b * elements + i];
      }
    }
    int whole = elements * typesize;
    System.arraycopy(filtered, whole, raw.array, raw.offset + whole, raw.length - whole);
  }

  // Each returns how many elements it has put together: four or eight at a time.

  private static int revertShorts(byte[] filtered, Slice raw, int elements) {
    int i = 0;
    for (; i + 8 <= elements; i += 8) {
      long low = LittleEndian.getLong(filtered, i);
      long high = LittleEndian.getLong(filtered, elements + i);
      int at = raw.offset + 2 * i;
      LittleEndian.putLong(raw.array, at, shorts(low, high));
      LittleEndian.putLong(raw.array, at + 8, shorts(low >>> 32, high >>> 32));
    }
    return i;
  }

  private static int revertInts(byte[] filtered, Slice raw, int elements) {
    int i = 0;
    for (; i + 4 <= elements; i += 4) {
      long low = shorts(filtered, i, elements);
      long high = shorts(filtered, i + 2 * elements, elements);
      int at = raw.offset + 4 * i;
      LittleEndian.putLong(raw.array, at, ints(low, high));
      LittleEndian.putLong(raw.array, at + 8, ints(low >>> 32, high >>> 32));
    }
    return i;
  }

  private static int revertLongs(byte[] filtered, Slice raw, int elements) {
    int i = 0;
    for (; i + 4 <= elements; i += 4) {
      long first = shorts(filtered, i, elements);
      long second = shorts(filtered, i + 2 * elements, elements);
      long third = shorts(filtered, i + 4 * elements, elements);
      long fourth = shorts(filtered, i + 6 * elements, elements);
      int at = raw.offset + 8 * i;
      putLongs(raw.array, at, ints(first, second), ints(third, fourth));
      putLongs(
          raw.array, at + 16, ints(first >>> 32, second >>> 32), ints(third >>> 32, fourth >>> 32));
    }
    return i;
  }

  private static void putLongs(byte[] raw, int at, long low, long high) {
    LittleEndian.putLong(raw, at, (low & 0xffff_ffffL) | high << 32);
    LittleEndian.putLong(raw, at + 8, low >>> 32 | (high & 0xffff_ffff_0000_0000L));
  }

  /** Puts four shorts together, whose bytes are apart. */
  private static long shorts(byte[] filtered, int start, int step) {
    return shorts(
        LittleEndian.getInt(filtered, start), LittleEndian.getInt(filtered, start + step));
  }

  /** Interleaves four bytes with four. */
  private static long shorts(long low, long high) {
    return spreadBytes(low) | spreadBytes(high) << 8;
  }

  /** Interleaves two shorts with two. */
  private static long ints(long low, long high) {
    return spreadShorts(low) | spreadShorts(high) << 16;
  }

  private static long spreadBytes(long four) {
    long two = spreadShorts(four);
    return (two | two << 8) & 0x00ff_00ff_00ff_00ffL;
  }

  private static long spreadShorts(long two) {
    long low = two & 0xffff_ffffL;
    return (low | low << 16) & 0x0000_ffff_0000_ffffL;
  }
}
