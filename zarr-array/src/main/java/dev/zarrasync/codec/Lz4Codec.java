package dev.zarrasync.codec;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The codec of the compressor {@code lz4}: the length of the raw chunk in 4 bytes, little-endian,
 * and a block in LZ4's block format, as numcodecs writes it.
 */
final class Lz4Codec implements Codec {

  private static final int HEADER = 4;

  /** A byte of a match's length stands for 255. */
  private static final long MOST_TIMES = 255;

  @Override
  public byte[] decode(byte[] encoded) throws CorruptChunkException {
    // One that is negative is refused where it is compared with what can be.
    return decode(encoded, Math.max(0, announced(encoded)));
  }

  private static int announced(byte[] encoded) throws CorruptChunkException {
    if (encoded.length < HEADER) {
      throw new CorruptChunkException("The lz4 chunk has no header");
    }
    return LittleEndian.getInt(encoded, 0);
  }

  @Override
  public byte[] decode(byte[] encoded, int size) throws CorruptChunkException {
    int announced = announced(encoded);
    if (announced != size || size > MOST_TIMES * encoded.length) {
      throw new CorruptChunkException(
          "The lz4 chunk of %d bytes announces %d bytes instead of %d"
              .formatted(encoded.length, announced & 0xFFFF_FFFFL, size));
    }
    byte[] raw = new byte[size];
    int count;
    try {
      count =
          new Lz4Decompressor().decompress(encoded, HEADER, encoded.length - HEADER, raw, 0, size);
    } catch (MalformedInputException | IllegalArgumentException e) {
      throw new CorruptChunkException("The lz4 block is broken: " + e.getMessage(), e);
    }
    if (count < size) {
      throw new CorruptChunkException("The lz4 block holds " + count + " of " + size + " bytes");
    }
    return raw;
  }

  @Override
  public byte[] encode(byte[] raw) {
    Lz4Compressor compressor = new Lz4Compressor();
    byte[] encoded = new byte[HEADER + compressor.maxCompressedLength(raw.length)];
    ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN).putInt(raw.length);
    int length = compressor.compress(raw, 0, raw.length, encoded, HEADER, encoded.length - HEADER);
    return Arrays.copyOf(encoded, HEADER + length);
  }
}
