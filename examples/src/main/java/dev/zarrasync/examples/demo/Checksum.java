package dev.zarrasync.examples.demo;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** The CRC-32 of values. */
final class Checksum {

  private Checksum() {}

  /**
   * Computes the checksum of the first values of a Java array.
   *
   * @param values a {@code double[]} or a {@code short[]}
   * @param count how many
   */
  static long of(Object values, int count) {
    ByteBuffer bytes;
    if (values instanceof double[] doubles) {
      bytes = ByteBuffer.allocate(count * Double.BYTES);
      bytes.asDoubleBuffer().put(doubles, 0, count);
    } else {
      bytes = ByteBuffer.allocate(count * Short.BYTES);
      bytes.asShortBuffer().put((short[]) values, 0, count);
    }
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}
