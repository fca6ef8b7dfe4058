package dev.zarrasync.s3;

import dev.zarrasync.cache.CacheStatistics;
import dev.zarrasync.cache.CachingStore;
import dev.zarrasync.fetch.FetchStatistics;
import dev.zarrasync.fetch.FetchStore;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.PrefixStore;

/**
 * A store on Amazon S3, or on object storage that speaks its protocol.
 *
 * <p>It is ready for use: limits, retries and a cache are inside. Reading needs the permission
 * {@code s3:GetObject} and nothing else: a get is one GET request, never a HEAD. Listing needs
 * {@code s3:ListBucket}, {@code put} needs {@code s3:PutObject}, {@code delete} {@code
 * s3:DeleteObject}.
 *
 * <p>Listings leave out objects whose names are no {@linkplain dev.zarrasync.store.Keys keys}, such
 * as the markers ending in {@code /} that some tools write for directories; {@link #anyNames()} has
 * them. A page can therefore be empty without being the last.
 *
 * <p>Safe for use by many threads at once.
 */
public final class S3Store extends ForwardingStore {

  private final CachingStore bucket;
  private final FetchStore requests;
  private final String name;

  S3Store(CachingStore bucket, FetchStore requests, String prefix) {
    super(new PrefixStore(bucket, prefix));
    this.bucket = bucket;
    this.requests = requests;
    this.name = prefix.isEmpty() ? bucket.toString() : bucket + "/" + prefix;
  }

  /**
   * Starts to describe a store.
   *
   * @return a builder with the defaults
   */
  public static S3StoreBuilder builder() {
    return new S3StoreBuilder();
  }

  /**
   * Returns what the cache has done so far.
   *
   * @return the counts of this moment
   */
  public CacheStatistics cacheStatistics() {
    return bucket.statistics();
  }

  /**
   * Returns what requests are under way, and were sent so far.
   *
   * @return the counts of this moment
   */
  public FetchStatistics fetchStatistics() {
    return requests.statistics();
  }

  @Override
  public void close() {
    bucket.close();
  }

  /**
   * Returns where the store is.
   *
   * @return for example {@code s3://bucket/prefix}
   */
  @Override
  public String toString() {
    return name;
  }
}
