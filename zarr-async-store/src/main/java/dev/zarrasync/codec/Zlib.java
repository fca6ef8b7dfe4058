package dev.zarrasync.codec;

import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Zlib streams (RFC 1950) in memory, whose length is known. */
final class Zlib {

  private Zlib() {}

  /**
   * Decodes the stream that fills {@code encoded} into bytes that fill {@code raw}. Reads on to the
   * checksum at the stream's end, but never produces more than one byte too many.
   */
  static void inflate(Slice encoded, Slice raw) throws CorruptChunkException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(encoded.array, encoded.offset, encoded.length);
      int count = fill(inflater, raw);
      if (inflater.needsDictionary()) {
        throw new CorruptChunkException("The zlib stream needs a preset dictionary");
      }
      // Inflates past the end even when the raw bytes are all there: the checksum comes after them.
      if (count == raw.length && inflater.inflate(new byte[1]) > 0) {
        throw new CorruptChunkException("The zlib stream holds more than " + raw.length + " bytes");
      }
      if (!inflater.finished() || count < raw.length) {
        throw new CorruptChunkException(
            count < raw.length
                ? "The zlib stream ends after " + count + " of " + raw.length + " bytes"
                : "The zlib stream ends before its checksum");
      }
      if (inflater.getRemaining() > 0) {
        throw new CorruptChunkException(
            inflater.getRemaining() + " bytes follow the end of the zlib stream");
      }
    } catch (DataFormatException e) {
      throw new CorruptChunkException("The zlib stream is broken: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  private static int fill(Inflater inflater, Slice raw) throws DataFormatException {
    int count = 0;
    while (count < raw.length) {
      int step = inflater.inflate(raw.array, raw.offset + count, raw.length - count);
      if (step == 0) {
        break;
      }
      count += step;
    }
    return count;
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
