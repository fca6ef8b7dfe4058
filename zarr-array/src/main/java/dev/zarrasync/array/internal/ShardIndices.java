package dev.zarrasync.array.internal;

import dev.zarrasync.cache.internal.Flights;
import dev.zarrasync.cache.internal.StoreCaches;
import dev.zarrasync.codec.ShardCodec;
import dev.zarrasync.codec.ShardIndex;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.Writes;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The indices of the shards of one array. They are remembered up to a number of bytes for each
 * store object, with the entity tag of their shard: whoever reads by a remembered index has to do
 * so on the condition that the shard has not changed. Those who ask for one at once share a
 * request. Safe for use by many threads.
 *
 * <p>That a shard or a chunk in it is missing may be older news than a reader can believe. So each
 * tells since when it wants to know, in terms of {@link System#nanoTime}; and no cache answers.
 */
public final class ShardIndices {

  /** How often a shard that others keep changing is read. */
  public static final int MOST_ATTEMPTS = 3;

  private static final long MAX_BYTES = 32L << 20;
  private static final int ENTRY_OVERHEAD = 256;

  private static final StoreCaches<Place, Shard> CACHES =
      new StoreCaches<>(MAX_BYTES, Shard::weight);

  /**
   * @param writes those of the shard when its index was asked for
   */
  private record Place(String key, int writes, int indexLength, boolean isIndexFirst) {}

  /**
   * A shard, stored or not.
   *
   * @param index where its chunks are; null if there is no shard
   * @param size its length in bytes
   * @param etag its entity tag, or null if it has none
   * @param asked when the store was asked for it
   */
  public record Shard(@Nullable ShardIndex index, long size, @Nullable String etag, long asked) {

    private int weight() {
      return ENTRY_OVERHEAD + (index == null ? 0 : 16 * index.count());
    }

    /** Says whether it is known of a time or later. */
    public boolean isKnownSince(long time) {
      return asked - time >= 0;
    }

    /** Asks for bytes of this version of the shard. */
    public GetOptions range(long start, long length) {
      GetOptions options = GetOptions.of(ByteRange.of(start, length));
      return etag == null ? options : options.condition(new Condition.Unchanged(etag));
    }

    /** Says whether so many bytes are there, of this version as far as its size tells. */
    public boolean has(@Nullable Fetched fetched, long length) {
      return fetched instanceof Fetched.Found found
          && found.objectSize() == size
          && found.bytes().length == length;
    }
  }

  /** Says whether a get failed because there is another version of the shard by now. */
  public static boolean hasChanged(@Nullable Throwable failure) {
    return isOfKind(failure, Kind.PRECONDITION_FAILED);
  }

  private static boolean isOfKind(@Nullable Throwable failure, Kind kind) {
    return failure != null
        && StoreException.unwrap(failure) instanceof StoreException e
        && e.kind() == kind;
  }

  private final AsyncStore store;
  private final ShardCodec codec;

  public ShardIndices(AsyncStore store, ShardCodec codec) {
    this.store = store;
    this.codec = codec;
  }

  /**
   * Finds the index of a shard, remembered or not.
   *
   * @param since since when it has to be known that there is no shard
   * @return the shard; fails with a {@link StoreException} that names it if its index is damaged.
   *     Cancelling it leaves the request to others who wait for it.
   */
  public CompletableFuture<Shard> find(String key, long since) {
    Place place = place(key);
    Shard known = CACHES.get(store, place);
    return known != null && (known.index != null || known.isKnownSince(since))
        ? CompletableFuture.completedFuture(known)
        : CACHES.join(store, place, new Load(place, null, since));
  }

  /**
   * Asks for the index of a shard that has changed, or may have.
   *
   * @param former the shard as it was, whose index is good unless the shard has changed
   * @param since since when it has to be known
   */
  public CompletableFuture<Shard> findAgain(String key, Shard former, long since) {
    Place place = place(key);
    return CACHES.join(store, place, new Load(place, former, since));
  }

  private Place place(String key) {
    return new Place(key, Writes.of(store.url(key)), codec.indexLength(), codec.isIndexFirst());
  }

  /** Not by the size that a listing showed: another shard may be in its place by now. */
  private GetOptions indexOnly() {
    int length = codec.indexLength();
    return GetOptions.of(codec.isIndexFirst() ? ByteRange.of(0, length) : ByteRange.suffix(length));
  }

  /** How one reader asks for an index. */
  private final class Load implements Flights.Load<Shard> {
    private final Place place;
    private final @Nullable Shard former;
    private final long since;

    Load(Place place, @Nullable Shard former, long since) {
      this.place = place;
      this.former = former;
      this.since = since;
    }

    @Override
    public CompletableFuture<Shard> start() {
      long asked = System.nanoTime();
      CompletableFuture<Fetched> get = store.get(place.key, options());
      CompletableFuture<Shard> shard =
          get.handle((fetched, failure) -> shard(fetched, failure, asked));
      shard.whenComplete((value, failure) -> get.cancel(false)); // If it was cancelled.
      return shard;
    }

    private GetOptions options() {
      return former == null || former.etag == null
          ? indexOnly().current()
          : indexOnly().condition(new Condition.Changed(former.etag));
    }

    private Shard shard(@Nullable Fetched fetched, @Nullable Throwable failure, long asked) {
      if (fetched instanceof Fetched.Found found) {
        try {
          ShardIndex index = read(place.key, found.bytes(), found.objectSize());
          return new Shard(index, found.objectSize(), found.etag(), asked);
        } catch (StoreException e) {
          throw new CompletionException(e);
        }
      }
      if (failure == null) {
        return new Shard(null, 0, null, asked);
      }
      if (former != null && isOfKind(failure, Kind.NOT_MODIFIED)) {
        return new Shard(former.index, former.size, former.etag, asked);
      }
      throw new CompletionException(
          isOfKind(failure, Kind.UNSATISFIABLE_RANGE)
              ? damaged(place.key, new IOException("it has no index", failure))
              : StoreException.unwrap(failure));
    }

    @Override
    public @Nullable Shard ended(@Nullable Shard shard, @Nullable Throwable failure) {
      if (shard != null && (shard.index == null || shard.etag != null)) {
        CACHES.put(store, place, shard);
      }
      return shard;
    }

    @Override
    public boolean isPerishable(Shard shard) {
      return !shard.isKnownSince(since) && (shard.index == null || former != null);
    }
  }

  /**
   * Reads the index of a shard of which all or the end has come.
   *
   * @param size the length of the shard
   * @throws StoreException if it is damaged
   */
  public ShardIndex read(String key, byte[] encoded, long size) throws StoreException {
    try {
      return codec.index(encoded, size);
    } catch (IOException e) {
      throw damaged(key, e);
    }
  }

  private StoreException damaged(String key, IOException cause) {
    String problem = "the shard is damaged: " + cause.getMessage();
    return new StoreException(Kind.CORRUPT, store, key, problem, cause);
  }
}
