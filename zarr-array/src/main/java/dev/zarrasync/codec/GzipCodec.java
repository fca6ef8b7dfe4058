package dev.zarrasync.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The codec of the compressor {@code gzip}: one member (RFC 1952) or more. */
record GzipCodec(int level) implements Codec {

  GzipCodec {
    if (level < -1 || level > 9) {
      throw new IllegalArgumentException("The gzip level must be from -1 to 9 but is " + level);
    }
  }

  @Override
  public byte[] decode(byte[] encoded) throws CorruptChunkException {
    try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(encoded))) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public byte[] decode(byte[] encoded, int size) throws CorruptChunkException {
    CorruptChunkException.ifTooShort("gzip stream", encoded, size, ZlibCodec.MOST_TIMES);
    byte[] raw = new byte[size];
    int count;
    int next;
    try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(encoded))) {
      count = stream.readNBytes(raw, 0, size);
      next = stream.read(); // The checksum is verified before this says that it ends.
    } catch (IOException e) {
      throw broken(e);
    }
    if (count < size) {
      throw new CorruptChunkException(
          "The gzip stream ends after %d of %d bytes".formatted(count, size));
    }
    if (next >= 0) {
      throw new CorruptChunkException("The gzip stream holds more than %d bytes".formatted(size));
    }
    return raw;
  }

  private static CorruptChunkException broken(IOException e) {
    return e instanceof EOFException
        ? new CorruptChunkException("The gzip stream is cut off", e)
        : new CorruptChunkException("The gzip stream is broken: " + e.getMessage(), e);
  }

  @Override
  public byte[] encode(byte[] raw) throws IOException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream(64 + raw.length / 2);
    try (OutputStream stream =
        new GZIPOutputStream(encoded) {
          {
            def.setLevel(level);
          }
        }) {
      stream.write(raw);
    }
    return encoded.toByteArray();
  }
}
