package dev.zarrasync.codec;

import java.util.zip.CRC32;

/**
 * The header of the first block of an xz stream, which announces a dictionary (The .xz File Format,
 * section 3.1). Most chunks are one block, and decoding takes memory for its dictionary, which can
 * be far longer than the chunk.
 */
final class XzBlock {

  /** After the header of the stream. */
  private static final int START = 12;

  private static final int HAS_COMPRESSED_SIZE = 0x40;
  private static final int HAS_RAW_SIZE = 0x80;
  private static final int LZMA2 = 0x21;
  private static final int MOST_CODE = 39;

  private final byte[] encoded;
  private int position = START + 2;

  private XzBlock(byte[] encoded) {
    this.encoded = encoded;
  }

  /**
   * Returns the stream with a dictionary that is no longer than raw bytes need. One that is
   * damaged, or is none, stays as it is.
   */
  static byte[] withDictionary(byte[] encoded, long rawBytes) {
    int end = encoded.length <= START ? 0 : START + 4 * (encoded[START] & 0xff);
    if (end <= START
        || end > encoded.length - 4
        || LittleEndian.getInt(encoded, end) != crc(encoded, end)) {
      return encoded;
    }
    int at = new XzBlock(encoded).dictionary(end);
    int needed = code(rawBytes);
    if (at < 0 || encoded[at] <= needed) {
      return encoded;
    }
    byte[] shorter = encoded.clone();
    shorter[at] = (byte) needed;
    LittleEndian.putInt(shorter, end, crc(shorter, end));
    return shorter;
  }

  private static int crc(byte[] encoded, int end) {
    CRC32 crc = new CRC32();
    crc.update(encoded, START, end - START);
    return (int) crc.getValue();
  }

  /** Finds the byte that announces the dictionary, in the last filter, or returns -1. */
  private int dictionary(int end) {
    int flags = encoded[START + 1];
    skipNumber((flags & HAS_COMPRESSED_SIZE) != 0);
    skipNumber((flags & HAS_RAW_SIZE) != 0);
    for (int filters = flags & 3; filters > 0; filters--) {
      skipNumber(true);
      int length = encoded[Math.min(position, end)];
      position += 1 + Math.max(0, length);
    }
    boolean found = position + 2 < end && encoded[position] == LZMA2 && encoded[position + 1] == 1;
    return found ? position + 2 : -1;
  }

  /** Passes over a number that goes on where the highest bit is set. */
  private void skipNumber(boolean isThere) {
    boolean more = isThere;
    while (more) {
      more = position < encoded.length && encoded[position++] < 0;
    }
  }

  /** The shortest dictionary of at least some bytes. */
  private static int code(long bytes) {
    int code = 0;
    while (code < MOST_CODE && length(code) < bytes) {
      code++;
    }
    return code;
  }

  /** The bytes that a code stands for: 2 or 3 times a power of 2. */
  private static long length(int code) {
    return (2L | (code & 1)) << (code / 2 + 11);
  }
}
