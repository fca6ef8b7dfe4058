package dev.zarrasync.cache;

import dev.zarrasync.store.internal.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CachingStore} remembers.
 *
 * @param maxBytes how many bytes of objects and ranges to remember at most, with some 256 bytes
 *     more for each; 0 to remember nothing
 * @param missingLife for how long a key that was missing is remembered as missing
 * @param revalidateAfter how old an entry may be before the store is asked whether it has changed
 *     (RFC 9111, section 4.3); zero for each time; or null for never
 */
public record CacheOptions(
    long maxBytes, Duration missingLife, @Nullable Duration revalidateAfter) {

  /** Checks the bounds. */
  public CacheOptions {
    if (maxBytes < 0) {
      throw new IllegalArgumentException("maxBytes is " + maxBytes + ": it must not be negative");
    }
    checkNotNegative("missingLife", missingLife);
    if (revalidateAfter != null) {
      checkNotNegative("revalidateAfter", revalidateAfter);
    }
  }

  /**
   * Bounds a cache, which does not remember that a key is missing, and does not revalidate.
   *
   * @param maxBytes how many bytes to remember at most
   * @return options
   */
  public static CacheOptions ofBytes(long maxBytes) {
    return new CacheOptions(maxBytes, Duration.ZERO, null);
  }

  /**
   * Sets for how long a missing key is remembered. The price: for as long, what others store under
   * it is not seen, and a chunk of theirs reads as fill values.
   *
   * @param life a time, zero for not at all
   * @return these options with it
   */
  public CacheOptions missingLife(Duration life) {
    return new CacheOptions(maxBytes, life, revalidateAfter);
  }

  /**
   * Sets how old an entry may be before the store is asked whether it has changed.
   *
   * @param age a time, zero for asking each time; or null for never
   * @return these options with it
   */
  public CacheOptions revalidateAfter(@Nullable Duration age) {
    return new CacheOptions(maxBytes, missingLife, age);
  }

  private static void checkNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          name + " is " + Durations.text(value) + ": it must not be negative");
    }
  }
}
