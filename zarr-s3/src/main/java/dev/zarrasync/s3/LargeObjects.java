package dev.zarrasync.s3;

import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.GetOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Knows which objects are worth reading in parts: from a listing, or from what was read of the same
 * directory.
 */
final class LargeObjects {

  /** Says that an object is not large, or not known to be. */
  static final long NOT_LARGE = -1;

  private static final int MOST_NAMES = 1_000;

  private final long threshold;

  // Sizes by key and by directory, which ends in a slash. Guarded by itself.
  private final Map<String, Long> sizes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_NAMES;
        }
      };

  LargeObjects(long threshold) {
    this.threshold = threshold;
  }

  boolean isLarge(long bytes) {
    return bytes > 0 && bytes >= threshold;
  }

  /** Returns how many bytes to make room for if the answer will be large, or NOT_LARGE. */
  long expectedLength(String key, GetOptions options) {
    long size = expectedSize(key, options.expectedSize());
    if (size <= 0) {
      return NOT_LARGE;
    }
    ByteRange range = options.range();
    long length =
        range instanceof ByteRange.All
            ? size
            : range instanceof ByteRange.Span span && span.offset() < size
                ? Math.min(span.length(), size - span.offset())
                : NOT_LARGE;
    return isLarge(length) ? length : NOT_LARGE;
  }

  private long expectedSize(String key, long listed) {
    synchronized (sizes) {
      Long known = sizes.get(key);
      if (known != null) {
        return known;
      }
      if (listed != GetOptions.UNKNOWN_SIZE) {
        return listed;
      }
      Long sibling = sizes.get(directory(key));
      // Compressed chunks differ.
      return sibling == null ? NOT_LARGE : sibling + sibling / 8;
    }
  }

  /** Learns from an object of the key's directory. */
  void found(String key, long size) {
    synchronized (sizes) {
      if (isLarge(size)) {
        sizes.merge(directory(key), size, Math::max);
      } else {
        sizes.remove(directory(key));
      }
    }
  }

  /** Learns that an object was larger than expected. */
  void exceeded(String key, long size) {
    synchronized (sizes) {
      sizes.put(key, size);
    }
  }

  private static String directory(String key) {
    return key.substring(0, key.lastIndexOf('/') + 1);
  }
}
