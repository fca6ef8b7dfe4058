package dev.zarrasync.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a cache does. Safe for use by many threads. */
final class Counters {

  final LongAdder hits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder revalidations = new LongAdder();
  private final LongAdder evictions = new LongAdder();
  private final LongAdder evictedBytes = new LongAdder();

  /** An entry left. One whose time is over makes room for no other. */
  void left(int weight, RemovalCause cause) {
    if (cause == RemovalCause.SIZE) {
      evictions.increment();
      evictedBytes.add(weight);
    }
  }

  CacheStatistics statistics(long sharedLoads, Cache<?, ?> cache) {
    cache.cleanUp();
    long bytes = cache.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    return new CacheStatistics(
        hits.sum(),
        misses.sum(),
        sharedLoads,
        revalidations.sum(),
        evictions.sum(),
        evictedBytes.sum(),
        bytes);
  }
}
