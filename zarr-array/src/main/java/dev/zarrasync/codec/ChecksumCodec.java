package dev.zarrasync.codec;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Bytes as they are with a checksum of 4 bytes, little-endian, before or after them: the filters
 * {@code crc32}, {@code crc32c}, {@code adler32}, {@code fletcher32} and {@code jenkins_lookup3} of
 * numcodecs, and {@code crc32c} of Zarr v3.
 *
 * @param name the codec's name, for messages
 * @param algorithm how the checksum is computed
 * @param initial what it starts with, if that is an option
 * @param atStart whether the checksum is before the bytes
 */
record ChecksumCodec(String name, Algorithm algorithm, int initial, boolean atStart)
    implements Filter {

  private static final int LENGTH = 4;

  static Codec crc32(Options options) {
    return of(options, Algorithm.CRC32, "start");
  }

  static Codec crc32c(Options options) {
    return of(options, Algorithm.CRC32C, "end");
  }

  static Codec adler32(Options options) {
    return of(options, Algorithm.ADLER32, "start");
  }

  static Codec fletcher32(Options options) {
    return new ChecksumCodec(options.name(), Algorithm.FLETCHER32, 0, false);
  }

  static Codec lookup3(Options options) {
    if (options.has("prefix")) {
      throw options.invalid("prefix", "missing");
    }
    int initial = options.integer("initval", 0);
    return new ChecksumCodec(options.name(), Algorithm.LOOKUP3, initial, false);
  }

  private static Codec of(Options options, Algorithm algorithm, String preset) {
    String location = options.oneOf("location", preset, "start", "end");
    return new ChecksumCodec(options.name(), algorithm, 0, location.equals("start"));
  }

  private int sum(byte[] bytes, int start, int length) {
    return switch (algorithm) {
      case ADLER32 -> sum(new Adler32(), bytes, start, length);
      case CRC32 -> sum(new CRC32(), bytes, start, length);
      case CRC32C -> sum(new CRC32C(), bytes, start, length);
      case FLETCHER32 -> Fletcher32.of(bytes, start, length);
      case LOOKUP3 -> Lookup3.of(bytes, start, length, initial);
    };
  }

  private static int sum(Checksum checksum, byte[] bytes, int start, int length) {
    checksum.update(bytes, start, length);
    return (int) checksum.getValue();
  }

  @Override
  public byte[] decode(byte[] encoded) throws CorruptChunkException {
    int length = encoded.length - LENGTH;
    if (length < 0) {
      throw new CorruptChunkException(
          "%d bytes are too few for the checksum %s".formatted(encoded.length, name));
    }
    int start = atStart ? LENGTH : 0;
    int stored = LittleEndian.getInt(encoded, atStart ? 0 : length);
    int computed = sum(encoded, start, length);
    if (stored != computed) {
      throw new CorruptChunkException(
          "The checksum %s is %08x, but that of the bytes is %08x"
              .formatted(name, stored, computed));
    }
    return Arrays.copyOfRange(encoded, start, start + length);
  }

  @Override
  public byte[] encode(byte[] raw) throws IOException {
    if (raw.length > Integer.MAX_VALUE - LENGTH) {
      throw new IOException("There is no room for the checksum of " + raw.length + " bytes");
    }
    byte[] encoded = new byte[raw.length + LENGTH];
    System.arraycopy(raw, 0, encoded, atStart ? LENGTH : 0, raw.length);
    LittleEndian.putInt(encoded, atStart ? 0 : raw.length, sum(raw, 0, raw.length));
    return encoded;
  }

  @Override
  public Elements output(Elements input) {
    int bytes = input.bytes();
    if (bytes > Integer.MAX_VALUE - LENGTH) {
      throw new IllegalArgumentException(
          "There is no room for the checksum of %d bytes".formatted(bytes));
    }
    return Elements.ofBytes(bytes == Elements.UNKNOWN ? bytes : bytes + LENGTH);
  }

  /** How a checksum is computed. */
  enum Algorithm {
    ADLER32,
    CRC32,
    CRC32C,
    FLETCHER32,
    LOOKUP3
  }
}
