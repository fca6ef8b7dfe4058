package dev.zarrasync.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A codec of a library that reads and writes streams. The memory that decoding takes grows with
 * what comes out of the stream.
 */
interface StreamCodec extends Codec {

  /** The codec's name, for messages. */
  String name();

  /**
   * Opens a stream that decodes.
   *
   * @param size the length of the raw chunk, or {@link Elements#UNKNOWN}
   */
  InputStream decoding(byte[] encoded, int size) throws IOException;

  /** Opens a stream that encodes {@code size} bytes. */
  OutputStream encoding(OutputStream encoded, int size) throws IOException;

  @Override
  default byte[] decode(byte[] encoded, int size) throws CorruptChunkException {
    byte[] raw;
    int next;
    // Libraries throw any exception where a stream is damaged.
    try (InputStream stream = decoding(encoded, size)) {
      raw = size == Elements.UNKNOWN ? stream.readAllBytes() : stream.readNBytes(size);
      next = stream.read();
    } catch (IOException | RuntimeException e) {
      throw new CorruptChunkException(
          "The %s stream is broken or cut off: %s".formatted(name(), e), e);
    }
    if (size != Elements.UNKNOWN && raw.length < size) {
      throw new CorruptChunkException(
          "The %s stream ends after %d of %d bytes".formatted(name(), raw.length, size));
    }
    if (next >= 0) {
      throw new CorruptChunkException(
          "The %s stream holds more than %d bytes".formatted(name(), size));
    }
    return raw;
  }

  @Override
  default byte[] decode(byte[] encoded) throws CorruptChunkException {
    return decode(encoded, Elements.UNKNOWN);
  }

  @Override
  default byte[] encode(byte[] raw) throws IOException {
    var encoded = new ByteArrayOutputStream(64 + raw.length / 2);
    try (OutputStream stream = encoding(encoded, raw.length)) {
      stream.write(raw);
    }
    return encoded.toByteArray();
  }

  /** Opens the bytes of a chunk. */
  static InputStream of(byte[] encoded) {
    return new ByteArrayInputStream(encoded);
  }
}
