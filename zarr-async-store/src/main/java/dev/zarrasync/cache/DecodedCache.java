package dev.zarrasync.cache;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.zarrasync.store.Fetched;
import java.io.IOException;

/**
 * Remembers decoded chunks, up to a number of bytes, the least useful leaving first.
 *
 * <p>A chunk is known by the object that it was decoded from: by its identity, not its contents. A
 * {@link CachingStore} hands out one object for as long as the encoded chunk stays in it, so what
 * is decoded of it is right for exactly as long; there is nothing to invalidate. Over a store that
 * hands out a new object for each get, nothing is found here. This cache keeps no encoded chunk
 * alive, and what was decoded of one that is gone goes with it.
 *
 * <p>Several arrays and stores may share one cache. Safe for use by many threads. No thread waits
 * for another: two that ask for a chunk at the same moment may both decode it.
 */
public final class DecodedCache {

  // What an entry costs besides its bytes: the reference, node and array.
  private static final int ENTRY_OVERHEAD = 128;

  /** Decodes a chunk. */
  @FunctionalInterface
  public interface Decoder {

    /**
     * Decodes a chunk.
     *
     * @param encoded the chunk as it is stored
     * @return the decoded chunk, which may be the array of {@code encoded} itself
     * @throws IOException if the chunk is damaged
     */
    byte[] decode(Fetched.Found encoded) throws IOException;
  }

  private final long maxBytes;
  private final Cache<Fetched.Found, byte[]> cache;
  private final Counters counters = new Counters();

  /**
   * Makes an empty cache.
   *
   * @param maxBytes how many decoded bytes to remember at most, with some 128 bytes more for each
   *     chunk; 0 to remember nothing
   * @throws IllegalArgumentException if it is negative
   */
  public DecodedCache(long maxBytes) {
    if (maxBytes < 0) {
      throw new IllegalArgumentException("maxBytes is " + maxBytes + ": it must not be negative");
    }
    this.maxBytes = maxBytes;
    this.cache =
        Caffeine.newBuilder()
            .executor(Runnable::run) // Makes room at once.
            .weakKeys()
            .maximumWeight(maxBytes)
            .<Fetched.Found, byte[]>weigher((encoded, decoded) -> weight(decoded))
            .evictionListener(
                (encoded, decoded, cause) -> counters.left(weight(requireNonNull(decoded)), cause))
            .build();
  }

  /**
   * Returns a decoded chunk, and decodes it if it is not known.
   *
   * @param encoded the chunk as it is stored: this very object
   * @param decoder decodes it, on the calling thread
   * @return the decoded chunk, shared with other readers: not to be changed
   * @throws IOException if the decoder does; nothing is remembered of that
   */
  public byte[] get(Fetched.Found encoded, Decoder decoder) throws IOException {
    byte[] known = cache.getIfPresent(encoded);
    if (known != null) {
      counters.hits.increment();
      return known;
    }
    counters.misses.increment();
    byte[] decoded = decoder.decode(encoded);
    if (decoded == encoded.bytes() || weight(decoded) > maxBytes) {
      return decoded; // Costs nothing to decode, or has no room.
    }
    byte[] first = cache.asMap().putIfAbsent(encoded, decoded);
    return first == null ? decoded : first;
  }

  /**
   * Returns what the cache has done so far.
   *
   * @return the counts of this moment, without shared loads and revalidations: it has none
   */
  public CacheStatistics statistics() {
    return counters.statistics(0, cache);
  }

  private static int weight(byte[] decoded) {
    return (int) Math.min(Integer.MAX_VALUE, decoded.length + (long) ENTRY_OVERHEAD);
  }
}
