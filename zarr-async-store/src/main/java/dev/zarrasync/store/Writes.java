package dev.zarrasync.store;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts the writes of this process by URL. Whoever shares a read, holds an object or knows that it
 * is absent notices so that it was written since, through whatever store object: what was learned
 * at one count is not to be given to those who ask at a later one.
 *
 * <p>The stores of this library tell of their writes; so do arrays, groups and JZarr stores, on
 * whatever store they are. Some URLs share a count, which costs a read now and then. Safe for use
 * by many threads.
 */
public final class Writes {

  private static final AtomicIntegerArray COUNTS = new AtomicIntegerArray(1 << 14);

  private Writes() {}

  /**
   * Returns the count of an object, or of all that is in a directory.
   *
   * @param url the {@linkplain AsyncStore#url URL} of the object's key; or of the directory, with
   *     its closing {@code /}
   * @return a number that changes with each write
   */
  public static int of(String url) {
    return COUNTS.get(stripe(url));
  }

  /**
   * Counts a put or delete that has ended, whether it succeeded or not. To be called by a store
   * before anyone is told of the end.
   *
   * @param store where the object is
   * @param key the object's key
   */
  public static void ended(AsyncStore store, String key) {
    count(store.url(key));
    for (int slash = key.lastIndexOf('/'); slash >= 0; slash = key.lastIndexOf('/', slash - 1)) {
      count(store.url(key.substring(0, slash + 1)));
    }
    count(store.url(""));
  }

  private static void count(String url) {
    COUNTS.incrementAndGet(stripe(url));
  }

  private static int stripe(String url) {
    int hash = url.hashCode();
    return (hash ^ hash >>> 16) & (COUNTS.length() - 1);
  }
}
