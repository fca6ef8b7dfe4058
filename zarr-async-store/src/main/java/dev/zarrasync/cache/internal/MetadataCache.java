package dev.zarrasync.cache.internal;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.Writes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the metadata of a store for a short while, because clients open an array for each tile
 * they read. All who use one store object share its cache, which does not keep the store alive. A
 * write of this process is seen at once, through whatever store object: see {@link Writes}.
 *
 * <p>Safe for use by many threads.
 */
public final class MetadataCache {

  private static final Duration LIFE = Duration.ofSeconds(30);
  private static final Duration MISSING_LIFE = Duration.ofSeconds(1);
  private static final long MAX_BYTES = 16L << 20;

  /** Whether anything may be known: the first load of a process begins before the cache is made. */
  private static volatile boolean begun;

  /**
   * @param writes those of the keys when it was asked for
   */
  private record Place(String key, int writes) {
    // What a record has is made at its first use, for which a first read would wait.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Place place && key.equals(place.key) && writes == place.writes;
    }

    @Override
    public int hashCode() {
      return key.hashCode() + writes;
    }
  }

  /** What a load came to. Caffeine would log a future that fails. */
  private record Outcome(@Nullable Fetched fetched, @Nullable Throwable failure) {

    Fetched get() {
      if (fetched == null) {
        throw new CompletionException(StoreException.unwrap(requireNonNull(failure)));
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

  private MetadataCache() {}

  private static final class Caches {
    static final LoadingCache<AsyncStore, AsyncCache<Place, Outcome>> OF_STORES =
        Caffeine.newBuilder().weakKeys().build(store -> cache());

    private static AsyncCache<Place, Outcome> cache() {
      return Caffeine.newBuilder()
          .maximumWeight(MAX_BYTES)
          .<Place, Outcome>weigher((place, outcome) -> place.key.length() + outcome.weight())
          .expireAfter(Expiry.<Place, Outcome>creating((place, outcome) -> outcome.life()))
          .buildAsync();
    }
  }

  /**
   * Returns the metadata under a key, and loads it if it is not known. Those who ask at once share
   * the load; a load that fails is not remembered.
   *
   * @param store the store: this very object
   * @param key the key
   * @param load loads the metadata
   * @return a future of the caller's own
   */
  public static CompletableFuture<Fetched> get(
      AsyncStore store, String key, Supplier<CompletableFuture<Fetched>> load) {
    return get(store, List.of(key), load);
  }

  /**
   * Returns metadata that is one of some objects, as {@link #get(AsyncStore, String, Supplier)}
   * does. A write of any of them is seen.
   *
   * @param keys their keys; the first names what is remembered
   */
  public static CompletableFuture<Fetched> get(
      AsyncStore store, List<String> keys, Supplier<CompletableFuture<Fetched>> load) {
    Place asked = place(store, keys);
    CompletableFuture<Outcome> first = begun ? null : load.get().handle(Outcome::new);
    begun = true;
    return Caches.OF_STORES
        .get(store)
        .get(asked, (place, executor) -> first == null ? load.get().handle(Outcome::new) : first)
        .thenApply(Outcome::get);
  }

  /** Returns metadata that was found a moment ago, or null. */
  public static Fetched.@Nullable Found found(AsyncStore store, List<String> keys) {
    CompletableFuture<Outcome> known =
        begun ? Caches.OF_STORES.get(store).getIfPresent(place(store, keys)) : null;
    return known != null && known.isDone() && known.join().fetched instanceof Fetched.Found found
        ? found
        : null;
  }

  /** Counts only grow: their sum is the same only if all are. */
  private static Place place(AsyncStore store, List<String> keys) {
    int writes = 0;
    for (String key : keys) {
      writes += Writes.of(store.url(key));
    }
    return new Place(keys.get(0), writes);
  }
}
