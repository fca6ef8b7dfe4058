package dev.zarrasync.codec;

import java.util.Random;

/** Raw chunks for tests, the same in each run. */
final class RawChunks {

  private RawChunks() {}

  /** Bytes that compress: slowly rising integers of {@code typesize} bytes with some noise. */
  static byte[] smooth(int length, int typesize) {
    var random = new Random(42);
    byte[] raw = new byte[length];
    for (int i = 0; i < length; i++) {
      int element = i / typesize;
      int value = 1000 + element / 3 + (random.nextInt(16) == 0 ? random.nextInt(300) : 0);
      raw[i] = (byte) (value >>> (8 * Math.min(i % typesize, 3)));
    }
    return raw;
  }

  /** Bytes that do not compress. */
  static byte[] random(int length) {
    byte[] raw = new byte[length];
    new Random(length).nextBytes(raw);
    return raw;
  }

  /** Repetitions far and near, short and very long: all kinds of matches of an LZ compressor. */
  static byte[] repetitive(int length) {
    var random = new Random(7);
    byte[] raw = random(length);
    int position = length / 10;
    while (position > 0 && position < length) {
      int step = Math.min(length - position, 1 + random.nextInt(2000));
      int distance = 1 + random.nextInt(random.nextBoolean() ? 40 : 1 << 17);
      if (random.nextInt(4) > 0) {
        for (int i = position; i < position + step; i++) {
          raw[i] = raw[Math.max(0, i - distance)];
        }
      }
      position += step;
    }
    return raw;
  }
}
