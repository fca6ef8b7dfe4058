package dev.zarrasync.codec;

import java.util.zip.Deflater;

/** Zlib streams (RFC 1950) in memory, whose length is known. */
final class Zlib {

  private Zlib() {}

  /**
   * Decodes the stream at the start of {@code encoded} into bytes that fill {@code raw}. Reads on
   * to the checksum at the stream's end, but never produces more than one byte too many.
   */
  static void inflate(Slice encoded, Slice raw) throws CorruptChunkException {
    try (ZlibStream stream = new ZlibStream(raw.length)) {
      stream.take(encoded.array, encoded.offset, encoded.length);
      fill(stream, raw);
      // Past the end even when the raw bytes are all there: the checksum comes after them.
      stream.inflate(new Slice(new byte[1], 0, 1));
      stream.end();
    }
  }

  private static void fill(ZlibStream stream, Slice raw) throws CorruptChunkException {
    int count = 0;
    while (count < raw.length) {
      int step = stream.inflate(new Slice(raw.array, raw.offset + count, raw.length - count));
      if (step == 0) {
        return;
      }
      count += step;
    }
  }

  /** Encodes {@code raw} and returns the length of the stream, or 0 if it does not fit. */
  static int deflate(Slice raw, Slice encoded, int level) {
    Deflater deflater = new Deflater(level);
    try {
      deflater.setInput(raw.array, raw.offset, raw.length);
      deflater.finish();
      int count = deflater.deflate(encoded.array, encoded.offset, encoded.length);
      return deflater.finished() ? count : 0;
    } finally {
      deflater.end();
    }
  }
}
