package dev.zarrasync.codec;

/** The Fletcher checksum of HDF5 (H5_checksum_fletcher32). */
final class Fletcher32 {

  /** As many words keep the sums within 32 bits. */
  private static final int MOST_WORDS = 360;

  private int first;
  private int second;

  private Fletcher32() {}

  static int of(byte[] bytes, int start, int length) {
    var sums = new Fletcher32();
    int even = start + length / 2 * 2;
    for (int i = start; i < even; ) {
      int end = Math.min(even, i + 2 * MOST_WORDS);
      for (; i < end; i += 2) {
        sums.add((bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff));
      }
      sums.fold();
    }
    if (length % 2 != 0) {
      sums.add((bytes[even] & 0xff) << 8);
      sums.fold();
    }
    sums.fold();
    return sums.second << 16 | sums.first;
  }

  private void add(int word) {
    first += word;
    second += first;
  }

  private void fold() {
    first = (first & 0xffff) + (first >>> 16);
    second = (second & 0xffff) + (second >>> 16);
  }
}
