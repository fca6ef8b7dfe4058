package dev.zarrasync.codec;

/** Reorders the bytes of a block so that they compress better. Keeps the length. */
interface BloscFilter {

  /** Leaves the bytes in their order. */
  BloscFilter NONE =
      new BloscFilter() {
        @Override
        public void apply(Slice raw, byte[] filtered) {
          System.arraycopy(raw.array, raw.offset, filtered, 0, raw.length);
        }

        @Override
        public void revert(byte[] filtered, Slice raw) {
          System.arraycopy(filtered, 0, raw.array, raw.offset, raw.length);
        }
      };

  /** Puts the bytes of {@code raw} in their new order at the start of {@code filtered}. */
  void apply(Slice raw, byte[] filtered);

  /** Puts the bytes at the start of {@code filtered} back in their order, filling {@code raw}. */
  void revert(byte[] filtered, Slice raw);

  /**
   * Blosc's byte shuffle: the first bytes of all elements, then the second ones and so on. The
   * bytes after the last whole element stay where they are.
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
            raw.array,
            at + 16,
            ints(first >>> 32, second >>> 32),
            ints(third >>> 32, fourth >>> 32));
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
}
