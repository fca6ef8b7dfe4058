package dev.zarrasync.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** The codec of the compressor {@code zlib}: a chunk starts with one zlib stream (RFC 1950). */
final class ZlibCodec implements Codec {

  /** A match of 258 bytes takes two bits or more (RFC 1951, section 3.2.5). */
  static final long MOST_TIMES = 258 * 8 / 2;

  private final int level;

  ZlibCodec(int level) {
    if (level < Deflater.DEFAULT_COMPRESSION || level > Deflater.BEST_COMPRESSION) {
      throw new IllegalArgumentException("The zlib level must be from -1 to 9 but is " + level);
    }
    this.level = level;
  }

  @Override
  public byte[] decode(byte[] encoded, int size) throws CorruptChunkException {
    CorruptChunkException.ifTooShort("zlib stream", encoded, size, MOST_TIMES);
    byte[] raw = new byte[size];
    Zlib.inflate(new Slice(encoded, 0, encoded.length), new Slice(raw, 0, size));
    return raw;
  }

  @Override
  public Decoder decoder(int size, Pieces pieces) {
    return new ZlibDecoder(size, pieces);
  }

  @Override
  public boolean decodesInParts() {
    return true;
  }

  @Override
  public byte[] encode(byte[] raw) throws IOException {
    Deflater deflater = new Deflater(level);
    try {
      var encoded = new ByteArrayOutputStream(64 + raw.length / 2);
      try (var stream = new DeflaterOutputStream(encoded, deflater, 8192)) {
        stream.write(raw);
      }
      return encoded.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
