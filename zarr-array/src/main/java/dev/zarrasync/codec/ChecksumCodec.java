package dev.zarrasync.codec;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;
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
 * @param sum computes the checksum
 * @param atStart whether the checksum is before the bytes
 */
record ChecksumCodec(String name, Sum sum, boolean atStart) implements Filter {

  private static final int LENGTH = 4;

  static Codec crc32(Options options) {
    return of(options, CRC32::new, "start");
  }

  static Codec crc32c(Options options) {
    return of(options, CRC32C::new, "end");
  }

  static Codec adler32(Options options) {
    return of(options, Adler32::new, "start");
  }

  static Codec fletcher32(Options options) {
    return new ChecksumCodec(options.name(), Fletcher32::of, false);
  }

  static Codec lookup3(Options options) {
    if (options.has("prefix")) {
      throw options.invalid("prefix", "missing");
    }
    int initial = options.integer("initval", 0);
    Sum sum = (bytes, start, length) -> Lookup3.of(bytes, start, length, initial);
    return new ChecksumCodec(options.name(), sum, false);
  }

  private static Codec of(Options options, Supplier<? extends Checksum> checksum, String preset) {
    String location = options.oneOf("location", preset, "start", "end");
    Sum sum = (bytes, start, length) -> sum(checksum.get(), bytes, start, length);
    return new ChecksumCodec(options.name(), sum, location.equals("start"));
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
    int computed = sum.of(encoded, start, length);
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
    LittleEndian.putInt(encoded, atStart ? 0 : raw.length, sum.of(raw, 0, raw.length));
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

  /** Computes a checksum. */
  @FunctionalInterface
  interface Sum {
    int of(byte[] bytes, int start, int length);
  }
}
