package dev.zarrasync.http;

import dev.zarrasync.cache.CacheStatistics;
import dev.zarrasync.cache.CachingStore;
import dev.zarrasync.fetch.FetchStatistics;
import dev.zarrasync.fetch.FetchStore;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.PrefixStore;

/**
 * A store on an HTTP server, to read from: keys are paths under a base URL.
 *
 * <p>It is ready for use: limits, retries and a cache are inside. A get is one GET request, never a
 * HEAD; redirects are followed. A key is missing where the server that has the others says 404 or
 * 410. Puts and deletes fail with {@link dev.zarrasync.store.StoreException.Kind#UNSUPPORTED}, and
 * so do listings of servers that do not speak as S3 does.
 *
 * <p>Safe for use by many threads at once.
 */
public final class HttpStore extends ForwardingStore {

  private final CachingStore cache;
  private final FetchStore requests;

  HttpStore(CachingStore cache, FetchStore requests) {
    super(new PrefixStore(cache, ""));
    this.cache = cache;
    this.requests = requests;
  }

  /**
   * Starts to describe a store.
   *
   * @return a builder with the defaults
   */
  public static HttpStoreBuilder builder() {
    return new HttpStoreBuilder();
  }

  @Override
  public void close() {
    cache.close();
  }

  /**
   * Returns what the cache has done so far.
   *
   * @return the counts of this moment
   */
  public CacheStatistics cacheStatistics() {
    return cache.statistics();
  }

  /**
   * Returns what requests are under way, and were sent so far.
   *
   * @return the counts of this moment
   */
  public FetchStatistics fetchStatistics() {
    return requests.statistics();
  }
}
