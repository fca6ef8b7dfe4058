package dev.zarrasync.codec;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * One zlib stream (RFC 1950), decoded as its bytes come. What follows its checksum is passed over.
 * Has to be closed.
 */
final class ZlibStream implements AutoCloseable {

  private final Inflater inflater = new Inflater();
  private final int size;
  private int count;

  /** A stream that has to hold {@code size} raw bytes. */
  ZlibStream(int size) {
    this.size = size;
  }

  /** Takes the next encoded bytes; {@link #inflate} has to use up those before. */
  void take(byte[] bytes, int start, int length) {
    inflater.setInput(bytes, start, length);
  }

  /**
   * Decodes into {@code raw} and returns how many bytes, 0 when the encoded ones are used up. As
   * the checksum comes last, it is to be asked for more when all raw bytes are there.
   */
  int inflate(Slice raw) throws CorruptChunkException {
    int step;
    try {
      step = inflater.inflate(raw.array, raw.offset, raw.length);
    } catch (DataFormatException e) {
      throw new CorruptChunkException("The zlib stream is broken: " + e.getMessage(), e);
    }
    if (inflater.needsDictionary()) {
      throw new CorruptChunkException("The zlib stream needs a preset dictionary");
    }
    if (step > size - count) {
      throw new CorruptChunkException("The zlib stream holds more than " + size + " bytes");
    }
    count += step;
    return step;
  }

  /** Checks that the stream has come to its end. */
  void end() throws CorruptChunkException {
    if (count < size) {
      throw new CorruptChunkException(
          "The zlib stream ends after " + count + " of " + size + " bytes");
    }
    if (!inflater.finished()) {
      throw new CorruptChunkException("The zlib stream ends before its checksum");
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
