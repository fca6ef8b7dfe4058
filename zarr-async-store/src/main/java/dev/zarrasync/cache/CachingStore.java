package dev.zarrasync.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.Generations;
import dev.zarrasync.store.GetOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/**
 * A store that remembers what it has read: objects and ranges up to a number of bytes, the least
 * useful leaving first, and for a moment that a key is missing. Put and delete through this store
 * are seen at once; changes made elsewhere are not until an entry leaves.
 *
 * <p>Safe for use by many threads.
 */
public final class CachingStore extends ForwardingStore {

  private static final Duration MISSING_LIFE = Duration.ofSeconds(1);

  // What an entry costs besides its bytes: key, node and objects.
  private static final int ENTRY_OVERHEAD = 256;

  private record Entry(String key, ByteRange range, int generation) {}

  private final Cache<Entry, Fetched> cache;
  private final Generations generations = new Generations();

  /**
   * Caches a store.
   *
   * @param store the store; closed with this one
   * @param maxBytes how many bytes to remember at most
   */
  public CachingStore(AsyncStore store, long maxBytes) {
    this(store, maxBytes, Caffeine.newBuilder());
  }

  /** For tests, which bring a clock and an executor. */
  CachingStore(AsyncStore store, long maxBytes, Caffeine<Object, Object> caffeine) {
    super(store);
    this.cache =
        caffeine
            .maximumWeight(maxBytes)
            .<Entry, Fetched>weigher((entry, fetched) -> weight(fetched))
            .expireAfter(Expiry.<Entry, Fetched>writing((entry, fetched) -> life(fetched)))
            .build();
  }

  @Override
  public CompletableFuture<Fetched> get(String key, ByteRange range) {
    return get(key, GetOptions.of(range));
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    if (!(options.condition() instanceof Condition.None)) {
      return delegate().get(key, options);
    }
    Entry entry = new Entry(key, options.range(), generations.of(key));
    Fetched known = cache.getIfPresent(entry);
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    CompletableFuture<Fetched> load = delegate().get(key, options);
    load.thenAccept(fetched -> cache.put(entry, fetched));
    return load;
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value) {
    return forget(key, super.put(key, value));
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    return forget(key, delegate().put(key, value, condition));
  }

  @Override
  public CompletableFuture<Void> delete(String key) {
    return forget(key, super.delete(key));
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    return delegate()
        .deleteItems(keys)
        .whenComplete((nothing, failure) -> keys.forEach(generations::advance))
        .copy();
  }

  @Override
  public void close() {
    super.close();
    cache.invalidateAll();
  }

  private CompletableFuture<Void> forget(String key, CompletableFuture<Void> write) {
    // A copy: cancelling it keeps no one from noticing when the write ends.
    return write.whenComplete((nothing, failure) -> generations.advance(key)).copy();
  }

  private static int weight(Fetched fetched) {
    long bytes = fetched instanceof Fetched.Found found ? found.bytes().length : 0;
    return (int) Math.min(Integer.MAX_VALUE, bytes + ENTRY_OVERHEAD);
  }

  private static Duration life(Fetched fetched) {
    return fetched instanceof Fetched.Missing ? MISSING_LIFE : Duration.ofDays(1);
  }
}
