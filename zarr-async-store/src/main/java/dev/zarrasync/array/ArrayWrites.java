package dev.zarrasync.array;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Generations;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the writes of arrays in this process, so that who holds a chunk, or knows that it is
 * absent, notices that it was written since: by whoever, through whatever store object. What counts
 * is the URL. Safe for use by many threads.
 */
public final class ArrayWrites {

  private static final Generations GENERATIONS = new Generations(1 << 14);
  private static final AtomicInteger DELETES = new AtomicInteger();

  private ArrayWrites() {}

  /**
   * Returns the generation of a chunk, or of all that is in a directory.
   *
   * @return a number that changes with each write, and now and then without one
   */
  static int generation(AsyncStore store, String keyOrDirectory) {
    return GENERATIONS.of(store.url(keyOrDirectory)) + DELETES.get();
  }

  /**
   * Takes note of the end of a put, whether it succeeded or not. To be called before anyone is told
   * of the end.
   *
   * @param store where the object is
   * @param key the object's key
   */
  public static void put(AsyncStore store, String key) {
    GENERATIONS.advance(store.url(key));
    for (int slash = key.lastIndexOf('/'); slash >= 0; slash = key.lastIndexOf('/', slash - 1)) {
      GENERATIONS.advance(store.url(key.substring(0, slash + 1)));
    }
    GENERATIONS.advance(store.url(""));
  }

  /** Takes note of the end of a delete of many objects, wherever they were. */
  public static void deleted() {
    DELETES.incrementAndGet();
  }
}
