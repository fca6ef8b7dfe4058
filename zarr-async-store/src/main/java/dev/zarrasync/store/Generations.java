package dev.zarrasync.store;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts the writes of each key, for stores that share or remember reads: what was read in an
 * earlier generation of a key is not to be given to those who ask in a later one.
 *
 * <p>Some keys share a count, which costs a read now and then. Safe for use by many threads.
 */
public final class Generations {

  private final AtomicIntegerArray counts;

  /** Starts with the first generation of every key. */
  public Generations() {
    this(1 << 10);
  }

  /**
   * Starts with the first generation of every key.
   *
   * @param size how many counts the keys share: a power of 2
   */
  public Generations(int size) {
    counts = new AtomicIntegerArray(size);
  }

  /**
   * Returns the generation of a key.
   *
   * @param key the key
   * @return a number that changes with each write
   */
  public int of(String key) {
    return counts.get(stripe(key));
  }

  /**
   * Starts a new generation. To be called when a write ends, whether it succeeded or not, before
   * its future completes.
   *
   * @param key the key
   */
  public void advance(String key) {
    counts.incrementAndGet(stripe(key));
  }

  private int stripe(String key) {
    int hash = key.hashCode();
    return (hash ^ hash >>> 16) & (counts.length() - 1);
  }
}
