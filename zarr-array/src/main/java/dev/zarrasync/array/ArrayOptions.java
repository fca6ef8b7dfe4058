package dev.zarrasync.array;

import dev.zarrasync.cache.DecodedCache;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.fetch.ListingOptions;
import dev.zarrasync.fetch.Progress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an array reads and writes.
 *
 * @param listPolicy whether a read lists the chunks, to skip those that are missing
 * @param listingLife for how long a listing is believed by later reads, too: see {@link
 *     #listingLife(Duration)}
 * @param conditionalWrites whether processes that write side by side do not undo each other's
 *     updates: see {@link #conditionalWrites(boolean)}. The store must be able to: S3 is.
 * @param decodedCache remembers decoded chunks while their encoded form is in the store's cache; or
 *     null for none
 * @param progress is told of each chunk of each read
 */
public record ArrayOptions(
    ListPolicy listPolicy,
    Duration listingLife,
    boolean conditionalWrites,
    @Nullable DecodedCache decodedCache,
    Progress progress) {

  private static final Progress UNTOLD =
      new Progress() {
        @Override
        public void update(long done, long total, long bytes) {}
      };

  /** Lists where that pays, writes without conditions, and tells nobody of the progress. */
  public static final ArrayOptions DEFAULT =
      new ArrayOptions(ListPolicy.AUTO, Duration.ZERO, false, null, UNTOLD);

  /**
   * Sets whether a read lists the chunks.
   *
   * @param policy when to list
   * @return these options with it
   */
  public ArrayOptions listPolicy(ListPolicy policy) {
    return new ArrayOptions(policy, listingLife, conditionalWrites, decodedCache, progress);
  }

  /**
   * Sets for how long a listing is believed by later reads of any array object on the same store
   * object, unless this process writes to the array. That spares reads of many small regions of a
   * sparse array a listing each. The price: for as long, a chunk that another process stores reads
   * as fill values, and one that it deletes is an error.
   *
   * @param life a time; zero, the default, for not at all
   * @return these options with it
   */
  public ArrayOptions listingLife(Duration life) {
    return new ArrayOptions(listPolicy, life, conditionalWrites, decodedCache, progress);
  }

  /**
   * Sets whether a chunk that is changed in part is put on the condition that nobody has changed it
   * since it was read; if someone has, it is read again, up to 50 times. Then no update is lost
   * between processes, as long as all of them do so. Whole chunks are put without a condition. A
   * store that cannot put on a condition fails such a write with {@link
   * dev.zarrasync.store.StoreException.Kind#UNSUPPORTED}.
   *
   * @param conditional true if other processes write the array, too
   * @return these options with it
   */
  public ArrayOptions conditionalWrites(boolean conditional) {
    return new ArrayOptions(listPolicy, listingLife, conditional, decodedCache, progress);
  }

  /**
   * Sets where decoded chunks are remembered.
   *
   * @param cache a cache, which arrays may share
   * @return these options with it
   */
  public ArrayOptions decodedCache(DecodedCache cache) {
    return new ArrayOptions(listPolicy, listingLife, conditionalWrites, cache, progress);
  }

  /**
   * Sets who follows the reads.
   *
   * @param listener is told of each chunk of each read
   * @return these options with it
   */
  public ArrayOptions progress(Progress listener) {
    return new ArrayOptions(listPolicy, listingLife, conditionalWrites, decodedCache, listener);
  }

  ListingOptions listing() {
    return new ListingOptions(listPolicy, listingLife);
  }
}
