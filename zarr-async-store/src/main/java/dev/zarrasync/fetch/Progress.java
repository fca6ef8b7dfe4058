package dev.zarrasync.fetch;

import dev.zarrasync.store.Fetched;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Is told how far a read has come. Called by many threads, not always in order; must not block. */
@FunctionalInterface
public interface Progress {

  /**
   * A key has been read.
   *
   * @param done how many keys have been read, the missing ones included
   * @param total how many keys there are to read
   * @param bytes how many bytes have been received
   */
  void update(long done, long total, long bytes);

  /**
   * Follows the items of a {@link dev.zarrasync.store.AsyncStore#getItems}. A key that fails is
   * never done.
   *
   * @param items the items
   * @param progress is told of each key
   */
  static void follow(Map<String, CompletableFuture<Fetched>> items, Progress progress) {
    AtomicLong done = new AtomicLong();
    AtomicLong bytes = new AtomicLong();
    for (CompletableFuture<Fetched> item : items.values()) {
      item.thenAccept(
          fetched -> {
            long size = fetched instanceof Fetched.Found found ? found.length() : 0;
            progress.update(done.incrementAndGet(), items.size(), bytes.addAndGet(size));
          });
    }
  }
}
