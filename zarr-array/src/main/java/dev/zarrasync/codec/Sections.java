package dev.zarrasync.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts bytes that come in parts of any length into sections, whose lengths are told one by one. */
final class Sections {

  /** What a length that is only announced may take before the bytes have come. */
  private static final int MOST_AHEAD = 256 * 1024;

  private byte[] kept = new byte[0];
  private int count;

  /**
   * Returns the next section, which stays as it is until the next call. If the part ends before it
   * does, keeps the rest of the part and returns null.
   */
  @Nullable Slice next(ByteBuffer part, int length) {
    if (count == 0 && part.remaining() >= length) {
      var section = new Slice(part.array(), part.arrayOffset() + part.position(), length);
      part.position(part.position() + length);
      return section;
    }
    keep(part, length);
    if (count < length) {
      return null;
    }
    count = 0;
    return new Slice(kept, 0, length);
  }

  private void keep(ByteBuffer part, int length) {
    int step = Math.min(length - count, part.remaining());
    int needed = count + step;
    if (needed > kept.length) {
      kept = Arrays.copyOf(kept, (int) Math.min(length, Math.max(MOST_AHEAD, 2L * needed)));
    }
    part.get(kept, count, step);
    count = needed;
  }
}
