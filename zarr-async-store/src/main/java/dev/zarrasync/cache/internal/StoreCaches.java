package dev.zarrasync.cache.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.zarrasync.store.AsyncStore;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Values that are remembered for each store object, up to a number of bytes, the least useful
 * leaving first; and loads of them, which those who ask at once share. It does not keep the stores
 * alive. Safe for use by many threads.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class StoreCaches<K, V> {

  private record OfStore<K, V>(Cache<K, V> cache, Flights<K, V> flights) {}

  private final LoadingCache<AsyncStore, OfStore<K, V>> stores;

  /**
   * @param maxBytes for each store
   * @param bytes how many a value has
   */
  public StoreCaches(long maxBytes, ToIntFunction<V> bytes) {
    this.stores =
        Caffeine.newBuilder()
            .weakKeys()
            .build(store -> new OfStore<>(cache(maxBytes, bytes), new Flights<>()));
  }

  private static <K, V> Cache<K, V> cache(long maxBytes, ToIntFunction<V> bytes) {
    return Caffeine.newBuilder()
        .executor(Runnable::run) // Makes room at once.
        .maximumWeight(maxBytes)
        .<K, V>weigher((key, value) -> bytes.applyAsInt(value))
        .build();
  }

  public @Nullable V get(AsyncStore store, K key) {
    return stores.get(store).cache.getIfPresent(key);
  }

  public void put(AsyncStore store, K key, V value) {
    stores.get(store).cache.put(key, value);
  }

  /** Joins the load of a value that is under way, or starts one. */
  public CompletableFuture<V> join(AsyncStore store, K key, Flights.Load<V> load) {
    return stores.get(store).flights.join(key, load);
  }
}
