package dev.zarrasync.benchmarks.bare;

import dev.zarrasync.store.AsyncStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How long gets take that are all in flight at once, from the call on. */
final class GetTimes {

  /** As many as a store sends at once, so that none waits for its turn. */
  private static final int AT_ONCE = 256;

  private final AsyncStore store;
  private final List<String> keys;
  private final List<Long> nanos = new ArrayList<>();

  GetTimes(AsyncStore store, List<String> keys) {
    this.store = store;
    this.keys = keys;
  }

  /** Gets all keys. The first round does not count. */
  void run(int round) {
    Queue<Long> times = new ConcurrentLinkedQueue<>();
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      List<String> some = keys.subList(from, Math.min(from + AT_ONCE, keys.size()));
      long start = System.nanoTime();
      List<CompletableFuture<Void>> gets =
          store.getItems(some).values().stream()
              .map(get -> get.thenAccept(got -> times.add(System.nanoTime() - start)))
              .toList();
      gets.forEach(CompletableFuture::join);
    }
    if (round > 0) {
      nanos.addAll(times);
    }
  }

  /** Returns the time in seconds within which this share of the gets was answered. */
  double within(double share) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1) / 1e9;
  }
}
