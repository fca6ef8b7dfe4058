package dev.zarrasync.cache.internal;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Writes;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the metadata of a store for a short while, because clients open an array for each tile
 * they read. All who use one store object share its cache, which does not keep the store alive. A
 * write of this process is seen at once, through whatever store object: see {@link Writes}.
 *
 * <p>It is so simple that a first read need not wait for a library to be loaded. Safe for use by
 * many threads.
 */
public final class MetadataCache {

  private static final Duration LIFE = Duration.ofSeconds(30);
  private static final Duration MISSING_LIFE = Duration.ofSeconds(1);
  private static final long MAX_BYTES = 16L << 20;

  // Guarded by itself.
  private static final Map<AsyncStore, MetadataCache> CACHES = new WeakHashMap<>();

  private final Flights<Place, Fetched> flights = new Flights<>();

  // Guarded by this. What was loaded first comes first.
  private final Map<Place, Entry> entries = new LinkedHashMap<>();
  private long bytes;

  private MetadataCache() {}

  private static MetadataCache of(AsyncStore store) {
    synchronized (CACHES) {
      MetadataCache cache = CACHES.get(store);
      if (cache == null) {
        cache = new MetadataCache();
        CACHES.put(store, cache);
      }
      return cache;
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
    MetadataCache cache = of(store);
    Place place = place(store, keys);
    Fetched known = cache.find(place);
    return known == null
        ? cache.flights.join(place, cache.new Loading(place, load))
        : CompletableFuture.completedFuture(known);
  }

  /** Returns metadata that was found a moment ago, or null. */
  public static Fetched.@Nullable Found found(AsyncStore store, List<String> keys) {
    return of(store).find(place(store, keys)) instanceof Fetched.Found found ? found : null;
  }

  /** Counts only grow: their sum is the same only if all are. */
  private static Place place(AsyncStore store, List<String> keys) {
    int writes = 0;
    for (String key : keys) {
      writes += Writes.of(store.url(key));
    }
    return new Place(keys.get(0), writes);
  }

  private synchronized @Nullable Fetched find(Place place) {
    Entry entry = entries.get(place);
    return entry == null || entry.isOver() ? null : entry.fetched;
  }

  private synchronized void remember(Place place, Fetched fetched) {
    Entry entry = new Entry(fetched, System.nanoTime());
    Entry former = entries.remove(place);
    bytes += entry.bytes() - (former == null ? 0 : former.bytes());
    entries.put(place, entry);
    Iterator<Entry> oldest = entries.values().iterator();
    for (Entry next = oldest.next(); next.isOver() || bytes > MAX_BYTES; next = oldest.next()) {
      bytes -= next.bytes();
      oldest.remove();
      if (!oldest.hasNext()) {
        return;
      }
    }
  }

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

  /**
   * @param nanoTime when it was loaded
   */
  private record Entry(Fetched fetched, long nanoTime) {

    /** Counts some bytes for the entry itself. */
    long bytes() {
      return 256L + (fetched instanceof Fetched.Found found ? found.bytes().length : 0);
    }

    boolean isOver() {
      Duration life = fetched instanceof Fetched.Missing ? MISSING_LIFE : LIFE;
      return System.nanoTime() - nanoTime >= life.toNanos();
    }
  }

  /** How one caller loads, if no one else does. */
  private final class Loading implements Flights.Load<Fetched> {
    private final Place place;
    private final Supplier<CompletableFuture<Fetched>> load;
    private boolean isKnown;

    Loading(Place place, Supplier<CompletableFuture<Fetched>> load) {
      this.place = place;
      this.load = load;
    }

    @Override
    public CompletableFuture<Fetched> start() {
      Fetched known = find(place);
      isKnown = known != null; // Another load has ended just now.
      return known == null ? load.get() : CompletableFuture.completedFuture(known);
    }

    @Override
    public @Nullable Fetched ended(@Nullable Fetched fetched, @Nullable Throwable failure) {
      if (fetched != null && !isKnown) {
        remember(place, fetched);
      }
      return fetched;
    }

    @Override
    public boolean isPerishable(Fetched fetched) {
      return false; // An absence is believed for a while here.
    }
  }
}
