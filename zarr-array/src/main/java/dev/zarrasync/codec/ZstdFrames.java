package dev.zarrasync.codec;

/** What frames of Zstandard can hold at most, as they say themselves (RFC 8878, section 3.1.1). */
final class ZstdFrames {

  private static final int MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE = 0x184D2A50;
  private static final int MOST_IN_BLOCK = 128 << 10;

  private final byte[] encoded;
  private int position;

  private ZstdFrames(byte[] encoded) {
    this.encoded = encoded;
  }

  /**
   * Adds up what blocks can hold, or what their frame announces, if that is less. No more than that
   * has to be allocated.
   */
  static int mostRaw(byte[] encoded) throws CorruptChunkException {
    var frames = new ZstdFrames(encoded);
    long raw = 0;
    do {
      raw += frames.next();
    } while (frames.position < encoded.length);
    if (raw > Integer.MAX_VALUE - 8) {
      throw new CorruptChunkException("The zstd frame announces " + raw + " bytes");
    }
    return (int) raw;
  }

  private long next() throws CorruptChunkException {
    int magic = (int) number(4);
    if ((magic & 0xfffffff0) == SKIPPABLE) {
      skip(number(4));
      return 0;
    }
    if (magic != MAGIC) {
      throw new CorruptChunkException("The zstd frame has no magic number");
    }
    return frame((int) number(1));
  }

  private long frame(int descriptor) throws CorruptChunkException {
    boolean single = (descriptor & 0x20) != 0;
    long window = single ? Long.MAX_VALUE : window((int) number(1));
    skip(4 >> (3 - (descriptor & 3))); // The id of a dictionary: 0, 1, 2 or 4 bytes.
    long announced = announced(descriptor >> 6, single);
    long blocks = blocks(Math.min(single ? announced : window, MOST_IN_BLOCK));
    if ((descriptor & 4) != 0) {
      skip(4);
    }
    if (announced > blocks) {
      throw new CorruptChunkException(
          "The zstd frame announces %d bytes, but its blocks hold up to %d"
              .formatted(announced, blocks));
    }
    return announced < 0 ? blocks : announced;
  }

  private static long window(int descriptor) {
    long base = 1L << (10 + (descriptor >> 3));
    return base + base / 8 * (descriptor & 7);
  }

  /** The length of the raw bytes, or -1; the flag tells how many bytes it takes. */
  private long announced(int flag, boolean single) throws CorruptChunkException {
    return switch (flag) {
      case 0 -> single ? number(1) : -1;
      case 1 -> number(2) + 256;
      case 2 -> number(4);
      default -> {
        long length = number(8);
        yield length < 0 ? Long.MAX_VALUE : length;
      }
    };
  }

  private long blocks(long mostInBlock) throws CorruptChunkException {
    long raw = 0;
    boolean last;
    do {
      int header = (int) number(3);
      int size = header >>> 3;
      last = (header & 1) != 0;
      switch (header >>> 1 & 3) {
        case 0 -> {
          raw += size;
          skip(size);
        }
        case 1 -> {
          raw += Math.min(size, mostInBlock);
          skip(1);
        }
        case 2 -> {
          raw += mostInBlock;
          skip(size);
        }
        default -> throw new CorruptChunkException("The zstd frame has a block of no type");
      }
    } while (!last);
    return raw;
  }

  /** The next bytes as a number, little-endian. */
  private long number(int length) throws CorruptChunkException {
    int start = position;
    skip(length);
    long number = 0;
    for (int i = position - 1; i >= start; i--) {
      number = number << 8 | (encoded[i] & 0xff);
    }
    return number;
  }

  private void skip(long length) throws CorruptChunkException {
    if (length > encoded.length - position) {
      throw new CorruptChunkException("The zstd frame is cut off");
    }
    position += (int) length;
  }
}
