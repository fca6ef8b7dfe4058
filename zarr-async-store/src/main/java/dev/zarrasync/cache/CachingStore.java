package dev.zarrasync.cache;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.zarrasync.cache.internal.Flights;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.Writes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A store that remembers what it has read: objects and ranges up to a number of bytes, the least
 * useful leaving first. Errors are not remembered.
 *
 * <p>Gets of one key and range that are under way at once share one load. Each caller has a future
 * of its own: cancelling it leaves the load to the others, and the last cancel aborts it. This
 * holds whether anything is remembered or not, so that a cache of 0 bytes has its use.
 *
 * <p>A get that starts after a put or delete of this process has ended, well or not, sees what it
 * did: see {@link Writes}. That a key is missing is told to those only who asked before that was
 * learned, unless {@link CacheOptions#missingLife} has it remembered. Changes made elsewhere are
 * seen when an entry leaves, after a day at most; or, with {@link CacheOptions#revalidateAfter},
 * when the store is asked again for what is too old. Where the entry has an entity tag, the bytes
 * are then sent only if they have changed (RFC 9110, section 13.1.2).
 *
 * <p>What is read as a part of a read larger than the cache is not remembered: it would drive out
 * all else, and then itself. Where it has a {@linkplain GetOptions#sink() sink}, it is passed on,
 * and not shared either.
 *
 * <p>As long as an entry stays, each get of it has the same {@link Fetched.Found} object. A get of
 * what has {@linkplain Condition.Changed changed} is passed through.
 *
 * <p>Safe for use by many threads.
 */
public final class CachingStore extends ForwardingStore {

  private static final Duration FOUND_LIFE = Duration.ofDays(1);

  // What an entry costs besides its bytes: key, node and objects.
  private static final int ENTRY_OVERHEAD = 256;

  // What records have is made at its first use, for which a first read would wait.
  private record Place(String key, ByteRange range) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Place place && key.equals(place.key) && range.equals(place.range);
    }

    @Override
    public int hashCode() {
      return 31 * key.hashCode() + range.hashCode();
    }
  }

  private record Load(Place place, Condition condition, int writes) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Load load
          && place.equals(load.place)
          && condition.equals(load.condition)
          && writes == load.writes;
    }

    @Override
    public int hashCode() {
      return place.hashCode() + writes;
    }
  }

  /**
   * @param asked when the store was asked for it, in nanoseconds
   */
  private record Entry(Fetched fetched, int writes, long asked) {
    @Nullable String etag() {
      return fetched instanceof Fetched.Found found ? found.etag() : null;
    }

    int weight() {
      long bytes = fetched instanceof Fetched.Found found ? found.bytes().length : 0;
      return (int) Math.min(Integer.MAX_VALUE, bytes + ENTRY_OVERHEAD);
    }
  }

  private final CacheOptions options;
  private final Ticker ticker;
  private final Flights<Load, Fetched> flights = new Flights<>();
  private final Counters counters = new Counters();
  private volatile boolean closed;

  /** Made when the first answer has come: no request waits for it. */
  private volatile @Nullable Cache<Place, Entry> cache;

  /**
   * Caches a store, without revalidation.
   *
   * @param store the store; closed with this one
   * @param maxBytes how many bytes to remember at most; 0 to share loads only
   */
  public CachingStore(AsyncStore store, long maxBytes) {
    this(store, CacheOptions.ofBytes(maxBytes));
  }

  /**
   * Caches a store.
   *
   * @param store the store; closed with this one
   * @param options what to remember
   */
  public CachingStore(AsyncStore store, CacheOptions options) {
    this(store, options, Ticker.systemTicker());
  }

  CachingStore(AsyncStore store, CacheOptions options, Ticker ticker) {
    super(store);
    this.options = options;
    this.ticker = ticker;
  }

  private Cache<Place, Entry> made() {
    Cache<Place, Entry> known = cache;
    return known == null ? make() : known;
  }

  private synchronized Cache<Place, Entry> make() {
    if (cache == null) {
      cache =
          Caffeine.newBuilder()
              .executor(Runnable::run) // Makes room at once.
              .ticker(ticker)
              .maximumWeight(options.maxBytes())
              .<Place, Entry>weigher((place, entry) -> entry.weight())
              .evictionListener(
                  (place, entry, cause) -> counters.left(requireNonNull(entry).weight(), cause))
              .expireAfter(Expiry.<Place, Entry>writing((place, entry) -> life(entry.fetched)))
              .build();
    }
    return cache;
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions wanted) {
    if (closed || wanted.condition() instanceof Condition.Changed) {
      return delegate().get(key, wanted);
    }
    if (wanted.sink() != null) {
      return getPassingOn(key, wanted);
    }
    Load load = new Load(new Place(key, wanted.range()), wanted.condition(), Writes.of(url(key)));
    Entry known = known(load);
    if (known != null && isFresh(known)) {
      counters.hits.increment();
      return CompletableFuture.completedFuture(known.fetched);
    }
    return flights.join(load, new Loading(load, wanted));
  }

  /** What is not to be remembered is passed on, unless it is known. */
  private CompletableFuture<Fetched> getPassingOn(String key, GetOptions wanted) {
    boolean isRemembered =
        wanted.readBytes() <= options.maxBytes() || entry(new Place(key, wanted.range())) != null;
    if (isRemembered) {
      return get(key, wanted.sink(null));
    }
    counters.misses.increment();
    return delegate().get(key, wanted);
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    return forgetting(List.of(key), delegate().put(key, value, condition));
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    List<String> deleted = List.copyOf(keys);
    return forgetting(deleted, delegate().deleteItems(deleted));
  }

  /**
   * Returns what the cache has done so far.
   *
   * @return the counts of this moment
   */
  public CacheStatistics statistics() {
    return counters.statistics(flights.joined(), made());
  }

  @Override
  public void close() {
    closed = true;
    super.close();
    Cache<Place, Entry> known = cache;
    if (known != null) {
      known.invalidateAll();
    }
  }

  private @Nullable Entry entry(Place place) {
    Cache<Place, Entry> known = cache;
    return known == null ? null : known.getIfPresent(place);
  }

  private void invalidate(Place place) {
    Cache<Place, Entry> known = cache;
    if (known != null) {
      known.invalidate(place);
    }
  }

  private @Nullable Entry known(Load load) {
    Entry entry = entry(load.place);
    return entry != null && entry.writes == load.writes && load.condition.holds(true, entry.etag())
        ? entry
        : null;
  }

  private boolean isFresh(Entry entry) {
    Duration limit = options.revalidateAfter();
    return limit == null || Duration.ofNanos(ticker.read() - entry.asked).compareTo(limit) < 0;
  }

  /** How one caller loads. */
  private final class Loading implements Flights.Load<Fetched> {
    private final Load load;
    private final GetOptions wanted;
    private long asked;
    private Fetched.@Nullable Found old;
    private boolean isKnown;

    Loading(Load load, GetOptions wanted) {
      this.load = load;
      this.wanted = wanted;
    }

    @Override
    public CompletableFuture<Fetched> start() {
      Entry known = known(load);
      isKnown = known != null && isFresh(known);
      if (known != null && isKnown) { // Another load has ended just now.
        counters.hits.increment();
        return CompletableFuture.completedFuture(known.fetched);
      }
      asked = ticker.read();
      old = known == null ? null : revalidated(known);
      (old == null ? counters.misses : counters.revalidations).increment();
      return delegate()
          .get(
              load.place.key,
              old == null
                  ? wanted
                  : wanted.condition(new Condition.Changed(requireNonNull(old.etag()))));
    }

    /** Returns what is good again if it has not changed. */
    private Fetched.@Nullable Found revalidated(Entry known) {
      return load.condition instanceof Condition.None
              && known.fetched instanceof Fetched.Found found
              && found.etag() != null
          ? found
          : null;
    }

    @Override
    public @Nullable Fetched ended(@Nullable Fetched fetched, @Nullable Throwable failure) {
      Fetched value = old != null && isNotModified(failure) ? old : fetched;
      if (value != null && !isKnown && wanted.readBytes() <= options.maxBytes()) {
        remember(load, new Entry(value, load.writes, asked));
      }
      return value;
    }

    @Override
    public boolean isPerishable(Fetched fetched) {
      return fetched instanceof Fetched.Missing;
    }
  }

  private static boolean isNotModified(@Nullable Throwable failure) {
    return failure != null
        && StoreException.unwrap(failure) instanceof StoreException e
        && e.kind() == Kind.NOT_MODIFIED;
  }

  private void remember(Load load, Entry entry) {
    if (Writes.of(url(load.place.key)) != load.writes) {
      return; // It would not be given out.
    }
    if (entry.weight() <= options.maxBytes() && !life(entry.fetched).isZero()) {
      made().put(load.place, entry);
    } else {
      invalidate(load.place);
    }
  }

  /** Forgets keys when a write of them ends, before its future completes. */
  private CompletableFuture<Void> forgetting(List<String> keys, CompletableFuture<Void> write) {
    // A copy: cancelling it keeps no one from noticing when the write ends.
    return write.whenComplete(new Forgetting(keys)).copy();
  }

  /** A class, and no lambda, which takes longer to load. */
  private final class Forgetting implements BiConsumer<Void, @Nullable Throwable> {
    private final List<String> keys;

    Forgetting(List<String> keys) {
      this.keys = keys;
    }

    @Override
    public void accept(Void nothing, @Nullable Throwable failure) {
      for (String key : keys) {
        forget(key);
      }
    }
  }

  /** What is known of ranges of the key stays until it is replaced or leaves: no one gets it. */
  private void forget(String key) {
    invalidate(new Place(key, ByteRange.ALL));
    Writes.ended(this, key);
  }

  private Duration life(Fetched fetched) {
    return fetched instanceof Fetched.Missing ? options.missingLife() : FOUND_LIFE;
  }
}
