package dev.zarrasync.fetch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Counts the writes of each key, roughly: keys with one hash share a count, which does no harm. */
final class Generations {

  private static final int STRIPES = 1 << 10;

  private final AtomicIntegerArray counts = new AtomicIntegerArray(STRIPES);

  int of(String key) {
    return counts.get(stripe(key));
  }

  /** Counts a write when it ends, whether it succeeded or not, and before its future tells. */
  <T> CompletableFuture<T> advanceAfter(String key, CompletableFuture<T> write) {
    CompletableFuture<T> result = new CompletableFuture<>();
    write.whenComplete((value, failure) -> counts.incrementAndGet(stripe(key)));
    Relay.connect(write, result);
    return result;
  }

  private static int stripe(String key) {
    int hash = key.hashCode();
    return (hash ^ hash >>> 16) & (STRIPES - 1);
  }
}
