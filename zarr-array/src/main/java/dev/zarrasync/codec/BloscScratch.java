package dev.zarrasync.codec;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * What the decoding of a block takes besides frame and result. All decoders share a few of them, so
 * that many that wait for bytes take no memory for it.
 */
final class BloscScratch {

  /** Larger blocks are rare: c-blosc's own choice is mostly smaller. */
  private static final int MOST_KEPT = 1 << 20;

  /** The last one used comes first: it is in the processor's cache. */
  private static final BlockingDeque<BloscScratch> IDLE =
      new LinkedBlockingDeque<>(Runtime.getRuntime().availableProcessors());

  private final Map<BloscFormat, StreamDecoder> decoders = new EnumMap<>(BloscFormat.class);
  private byte[] raw = new byte[0];
  private byte[] filtered = new byte[0];

  private BloscScratch() {}

  /** Takes one for the current thread alone. */
  static BloscScratch take() {
    BloscScratch idle = IDLE.pollFirst();
    return idle == null ? new BloscScratch() : idle;
  }

  /** Lets others have it; not after a failure, which may have left a decoder in any state. */
  void giveBack() {
    if (raw.length <= MOST_KEPT && filtered.length <= MOST_KEPT) {
      IDLE.offerFirst(this);
    }
  }

  /** Room for a raw block of {@code length} bytes. */
  byte[] raw(int length) {
    if (raw.length < length) {
      raw = new byte[length];
    }
    return raw;
  }

  /** Room for a filtered block of {@code length} bytes. */
  byte[] filtered(int length) {
    if (filtered.length < length) {
      filtered = new byte[length];
    }
    return filtered;
  }

  StreamDecoder decoder(BloscFormat format) {
    return decoders.computeIfAbsent(format, StreamDecoder::of);
  }
}
