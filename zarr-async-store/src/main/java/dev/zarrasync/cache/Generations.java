package dev.zarrasync.cache;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts the writes of each key: what was read in an earlier generation of a key is not to be given
 * to those who ask in a later one.
 *
 * <p>Some keys share a count, which costs a read now and then. Safe for use by many threads.
 */
final class Generations {

  private static final int STRIPES = 1 << 10;

  private final AtomicIntegerArray counts = new AtomicIntegerArray(STRIPES);

  /** Returns the generation of a key: a number that changes with each write. */
  int of(String key) {
    return counts.get(stripe(key));
  }

  /**
   * Starts a new generation. To be called when a write ends, whether it succeeded or not, before
   * its future completes.
   */
  void advance(String key) {
    counts.incrementAndGet(stripe(key));
  }

  private static int stripe(String key) {
    int hash = key.hashCode();
    return (hash ^ hash >>> 16) & (STRIPES - 1);
  }
}
