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
 * {@code crc32}, {@code crc32c}, {@code adler32} and {@code fletcher32} of numcodecs, and {@code
 * crc32c} of Zarr v3.
 *
 * @param name the codec's name, for messages
 * @param atStart whether the checksum is before the bytes
 */
record ChecksumCodec(String name, Supplier<? extends Checksum> checksums, boolean atStart)
    implements Filter {

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
    return new ChecksumCodec(options.name(), Fletcher32::new, false);
  }

  private static Codec of(Options options, Supplier<? extends Checksum> checksums, String preset) {
    String location = options.oneOf("location", preset, "start", "end");
    return new ChecksumCodec(options.name(), checksums, location.equals("start"));
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
    int computed = checksum(encoded, start, length);
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
    LittleEndian.putInt(encoded, atStart ? 0 : raw.length, checksum(raw, 0, raw.length));
    return encoded;
  }

  private int checksum(byte[] bytes, int start, int length) {
    Checksum checksum = checksums.get();
    checksum.update(bytes, start, length);
    return (int) checksum.getValue();
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

  /** The Fletcher checksum of HDF5 (H5_checksum_fletcher32), of all bytes at once. */
  private static final class Fletcher32 implements Checksum {

    /** As many words keep the sums within 32 bits. */
    private static final int MOST_WORDS = 360;

    private int first;
    private int second;

    @Override
    public void update(int b) {
      update(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void update(byte[] bytes, int start, int length) {
      int even = start + length / 2 * 2;
      for (int i = start; i < even; ) {
        int end = Math.min(even, i + 2 * MOST_WORDS);
        for (; i < end; i += 2) {
          first += (bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff);
          second += first;
        }
        fold();
      }
      if (length % 2 != 0) {
        first += (bytes[even] & 0xff) << 8;
        second += first;
        fold();
      }
      fold();
    }

    private void fold() {
      first = (first & 0xffff) + (first >>> 16);
      second = (second & 0xffff) + (second >>> 16);
    }

    @Override
    public long getValue() {
      return (long) second << 16 | first;
    }

    @Override
    public void reset() {
      first = 0;
      second = 0;
    }
  }
}
