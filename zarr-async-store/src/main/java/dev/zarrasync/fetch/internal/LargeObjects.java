package dev.zarrasync.fetch.internal;

import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.GetOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Knows which objects are large: from a listing, or from what was read of their like. Objects whose
 * keys differ in digits only are taken for alike, as the chunks of an array mostly are. For
 * transports that get large objects another way. Safe for use by many threads.
 */
public final class LargeObjects {

  /** Says that an object is not large, or not known to be. */
  public static final long NOT_LARGE = -1;

  private static final int MOST_NAMES = 1_000;

  private final long threshold;

  // Sizes by key and by what keys have in common, which ends in a slash. Guarded by itself.
  private final Map<String, Long> sizes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_NAMES;
        }
      };

  /**
   * Knows of no object yet.
   *
   * @param threshold how many bytes are large
   */
  public LargeObjects(long threshold) {
    this.threshold = threshold;
  }

  /**
   * Says whether so much is large.
   *
   * @param bytes the number of bytes; none are never large
   * @return true from the threshold on
   */
  public boolean isLarge(long bytes) {
    return bytes > 0 && bytes >= threshold;
  }

  /**
   * Says how many bytes to make room for if an answer will be large.
   *
   * @param key the object's key
   * @param options what is asked for
   * @return a number that the answer hardly exceeds, or {@link #NOT_LARGE}
   */
  public long expectedLength(String key, GetOptions options) {
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
      Long alike = sizes.get(withoutDigits(key));
      // Compressed chunks differ.
      return alike == null ? NOT_LARGE : alike + alike / 8;
    }
  }

  /**
   * Learns what to expect of objects alike.
   *
   * @param key the object's key
   * @param size the object's size in bytes
   */
  public void found(String key, long size) {
    synchronized (sizes) {
      if (isLarge(size)) {
        sizes.merge(withoutDigits(key), size, Math::max);
      } else {
        sizes.remove(withoutDigits(key));
      }
    }
  }

  /**
   * Learns that an object was larger than expected.
   *
   * @param key the object's key
   * @param size the object's size in bytes
   */
  public void exceeded(String key, long size) {
    synchronized (sizes) {
      sizes.put(key, size);
    }
  }

  /** Ends in a slash, as no key does. */
  private static String withoutDigits(String key) {
    StringBuilder rest = new StringBuilder(key.length() + 1);
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c < '0' || c > '9') {
        rest.append(c);
      }
    }
    return rest.append('/').toString();
  }
}
