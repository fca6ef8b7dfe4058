package dev.zarrasync.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The codec of a compressor for whose format Java has streams.
 *
 * @param name the format's, for messages
 * @param mostTimes by how much a stream can be shorter than what it holds
 * @param decoding decodes a stream
 * @param encoding encodes one
 */
record StreamCodec(String name, long mostTimes, Decoding decoding, Encoding encoding)
    implements Codec {

  /** A match of 258 bytes takes two bits or more (RFC 1951, section 3.2.5). */
  private static final long MOST_TIMES_OF_DEFLATE = 258 * 8 / 2;

  @FunctionalInterface
  interface Decoding {
    InputStream of(InputStream encoded) throws IOException;
  }

  @FunctionalInterface
  interface Encoding {
    OutputStream of(OutputStream encoded) throws IOException;
  }

  /** The codec of {@code gzip} (RFC 1952), of one member or more. */
  static StreamCodec gzip(int level) {
    if (level < -1 || level > 9) {
      throw new IllegalArgumentException("The gzip level must be from -1 to 9 but is " + level);
    }
    return new StreamCodec(
        "gzip",
        MOST_TIMES_OF_DEFLATE,
        GZIPInputStream::new,
        encoded ->
            new GZIPOutputStream(encoded) {
              {
                def.setLevel(level);
              }
            });
  }

  @Override
  public byte[] decode(byte[] encoded, int size) throws CorruptChunkException {
    if (size > mostTimes * encoded.length) {
      throw new CorruptChunkException(
          "The %s stream of %d bytes cannot hold %d bytes".formatted(name, encoded.length, size));
    }
    byte[] raw = new byte[size];
    try (InputStream stream = decoding.of(new ByteArrayInputStream(encoded))) {
      int count = stream.readNBytes(raw, 0, size);
      if (count < size) {
        throw new CorruptChunkException(
            "The %s stream ends after %d of %d bytes".formatted(name, count, size));
      }
      if (stream.read() >= 0) { // The checksum is verified before this says that it ends.
        throw new CorruptChunkException(
            "The %s stream holds more than %d bytes".formatted(name, size));
      }
      return raw;
    } catch (EOFException e) {
      throw new CorruptChunkException("The %s stream is cut off".formatted(name), e);
    } catch (CorruptChunkException e) {
      throw e;
    } catch (IOException e) {
      throw new CorruptChunkException(
          "The %s stream is broken: %s".formatted(name, e.getMessage()), e);
    }
  }

  @Override
  public byte[] encode(byte[] raw) throws IOException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream(64 + raw.length / 2);
    try (OutputStream stream = encoding.of(encoded)) {
      stream.write(raw);
    }
    return encoded.toByteArray();
  }
}
