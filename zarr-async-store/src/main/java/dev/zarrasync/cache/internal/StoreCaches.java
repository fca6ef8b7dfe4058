package dev.zarrasync.cache.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.zarrasync.store.AsyncStore;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Values that are remembered for each store object, up to a number of bytes, the least useful
 * leaving first. It does not keep the stores alive. Safe for use by many threads.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class StoreCaches<K, V> {

  private final LoadingCache<AsyncStore, Cache<K, V>> caches;

  /**
   * @param maxBytes for each store
   * @param bytes how many a value has
   */
  public StoreCaches(long maxBytes, ToIntFunction<V> bytes) {
    this.caches =
        Caffeine.newBuilder()
            .weakKeys()
            .build(
                store ->
                    Caffeine.newBuilder()
                        .executor(Runnable::run) // Makes room at once.
                        .maximumWeight(maxBytes)
                        .<K, V>weigher((key, value) -> bytes.applyAsInt(value))
                        .build());
  }

  public @Nullable V get(AsyncStore store, K key) {
    return caches.get(store).getIfPresent(key);
  }

  public void put(AsyncStore store, K key, V value) {
    caches.get(store).put(key, value);
  }

  public void remove(AsyncStore store, K key) {
    caches.get(store).invalidate(key);
  }
}
