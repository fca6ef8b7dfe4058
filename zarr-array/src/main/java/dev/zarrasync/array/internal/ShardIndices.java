package dev.zarrasync.array.internal;

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
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The indices of the shards of one array. They are remembered up to a number of bytes for each
 * store object, with the entity tag of their shard: whoever reads by a remembered index has to do
 * so on the condition that the shard has not changed. Safe for use by many threads.
 */
public final class ShardIndices {

  /** How often a shard that others keep changing is read. */
  public static final int MOST_ATTEMPTS = 3;

  private static final long MAX_BYTES = 32L << 20;
  private static final int ENTRY_OVERHEAD = 256;

  private static final StoreCaches<Place, Shard> CACHES =
      new StoreCaches<>(MAX_BYTES, shard -> 16 * shard.index.count() + ENTRY_OVERHEAD);

  private record Place(String key, int indexLength, boolean isIndexFirst) {}

  /**
   * A shard that is stored.
   *
   * @param size its length in bytes
   * @param etag its entity tag, or null if the store has none
   * @param isRemembered whether the store was not asked for it
   */
  public record Shard(ShardIndex index, long size, @Nullable String etag, boolean isRemembered) {

    /** Asks for bytes of this version of the shard. */
    public GetOptions range(long start, long length) {
      GetOptions options = GetOptions.of(ByteRange.of(start, length));
      return etag == null ? options : options.condition(new Condition.Unchanged(etag));
    }

    /** Says whether bytes are of this version, as far as its size tells. */
    public boolean has(@Nullable Fetched fetched) {
      return fetched instanceof Fetched.Found found && found.objectSize() == size;
    }
  }

  /** Says whether a get failed because there is another version of the shard by now. */
  public static boolean hasChanged(@Nullable Throwable failure) {
    return failure != null
        && StoreException.unwrap(failure) instanceof StoreException e
        && e.kind() == Kind.PRECONDITION_FAILED;
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
   * @return the index, or null if there is no shard; fails with a {@link StoreException} that names
   *     the shard if its index is damaged
   */
  public CompletableFuture<@Nullable Shard> load(String key) {
    Shard known = CACHES.get(store, place(key));
    return known == null
        ? ask(key, GetOptions.of(range()))
        : CompletableFuture.completedFuture(known);
  }

  /** Asks for the index of a shard that has changed, or may have. */
  public CompletableFuture<@Nullable Shard> reload(String key) {
    return ask(key, GetOptions.of(range()).current());
  }

  private Place place(String key) {
    return new Place(key, codec.indexLength(), codec.isIndexFirst());
  }

  /** Not by the size that a listing showed: another shard may be in its place by now. */
  private ByteRange range() {
    int length = codec.indexLength();
    return codec.isIndexFirst() ? ByteRange.of(0, length) : ByteRange.suffix(length);
  }

  private CompletableFuture<@Nullable Shard> ask(String key, GetOptions options) {
    CompletableFuture<Fetched> get = store.get(key, options);
    CompletableFuture<@Nullable Shard> shard = get.handle((found, e) -> shard(key, found, e));
    shard.whenComplete((value, failure) -> get.cancel(false)); // If it was cancelled.
    return shard;
  }

  private @Nullable Shard shard(
      String key, @Nullable Fetched fetched, @Nullable Throwable failure) {
    if (fetched instanceof Fetched.Found found) {
      try {
        return remembered(key, read(key, found.bytes(), found));
      } catch (StoreException e) {
        throw new CompletionException(e);
      }
    }
    CACHES.remove(store, place(key));
    if (failure == null) {
      return null;
    }
    Throwable cause = StoreException.unwrap(failure);
    throw new CompletionException(
        cause instanceof StoreException e && e.kind() == Kind.UNSATISFIABLE_RANGE
            ? damaged(key, new IOException("it has no index", e))
            : cause);
  }

  private Shard remembered(String key, Shard shard) {
    if (shard.etag != null) {
      CACHES.put(store, place(key), new Shard(shard.index, shard.size, shard.etag, true));
    }
    return shard;
  }

  /**
   * Reads the index of a shard of which all or the end has come.
   *
   * @throws StoreException if it is damaged
   */
  public Shard read(String key, byte[] encoded, Fetched.Found found) throws StoreException {
    try {
      ShardIndex index = codec.index(encoded, found.objectSize());
      return new Shard(index, found.objectSize(), found.etag(), false);
    } catch (IOException e) {
      throw damaged(key, e);
    }
  }

  private StoreException damaged(String key, IOException cause) {
    String problem = "the shard is damaged: " + cause.getMessage();
    return new StoreException(Kind.CORRUPT, store, key, problem, cause);
  }
}
