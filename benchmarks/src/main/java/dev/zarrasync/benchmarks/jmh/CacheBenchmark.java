package dev.zarrasync.benchmarks.jmh;

import dev.zarrasync.cache.CachingStore;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.store.Fetched;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A get of what the cache has. */
@State(Scope.Benchmark)
public class CacheBenchmark {

  private final CachingStore store = new CachingStore(new MemoryStore(), 1 << 20);

  /** Stores an object and gets it once. */
  @Setup
  public void fill() {
    store.put("key", new byte[64]).join();
    Fetched unused = store.get("key").join();
  }

  /**
   * Gets it again.
   *
   * @return the object
   */
  @Benchmark
  public Fetched cacheHit() {
    return store.get("key").join();
  }
}
