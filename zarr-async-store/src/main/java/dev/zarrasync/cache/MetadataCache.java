package dev.zarrasync.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the metadata of a store for a short while, because clients open an array for each tile
 * they read. All who use one store object share its cache, which does not keep the store alive.
 *
 * <p>Safe for use by many threads.
 */
public final class MetadataCache {

  private static final Duration LIFE = Duration.ofSeconds(30);
  private static final Duration MISSING_LIFE = Duration.ofSeconds(1);
  private static final long MAX_BYTES = 16L << 20;

  private static final LoadingCache<AsyncStore, MetadataCache> CACHES =
      Caffeine.newBuilder().weakKeys().build(store -> new MetadataCache());

  /** What a load came to. Caffeine would log a future that fails. */
  private record Outcome(@Nullable Fetched fetched, @Nullable Throwable failure) {

    Fetched get() {
      if (fetched == null) {
        throw new CompletionException(failure);
      }
      return fetched;
    }

    int weight() {
      return fetched instanceof Fetched.Found found ? found.bytes().length : 0;
    }

    Duration life() {
      if (fetched == null) {
        return Duration.ZERO;
      }
      return fetched instanceof Fetched.Missing ? MISSING_LIFE : LIFE;
    }
  }

  private final AsyncCache<String, Outcome> cache =
      Caffeine.newBuilder()
          .maximumWeight(MAX_BYTES)
          .<String, Outcome>weigher((key, outcome) -> key.length() + outcome.weight())
          .expireAfter(Expiry.<String, Outcome>creating((key, outcome) -> outcome.life()))
          .buildAsync();

  private MetadataCache() {}

  /**
   * Returns the cache of a store.
   *
   * @param store the store: this very object
   * @return its cache
   */
  public static MetadataCache of(AsyncStore store) {
    return CACHES.get(store);
  }

  /**
   * Returns the metadata under a key, and loads it if it is not known. Those who ask at once share
   * the load; a load that fails is not remembered.
   *
   * @param key the key
   * @param load loads the metadata
   * @return a future of the caller's own
   */
  public CompletableFuture<Fetched> get(String key, Supplier<CompletableFuture<Fetched>> load) {
    return cache.get(key, (k, executor) -> load.get().handle(Outcome::new)).thenApply(Outcome::get);
  }

  /**
   * Forgets what is under a key. To be called before and after a write of it.
   *
   * @param key the key
   */
  public void forget(String key) {
    cache.synchronous().invalidate(key);
  }

  /**
   * Forgets what is under a path. To be called before and after it is deleted.
   *
   * @param path the path, or {@code ""} for everything
   */
  public void forgetAll(String path) {
    String prefix = path.isEmpty() ? "" : path + "/";
    cache.asMap().keySet().removeIf(key -> key.startsWith(prefix));
  }
}
