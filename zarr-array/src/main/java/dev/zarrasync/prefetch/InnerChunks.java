package dev.zarrasync.prefetch;

import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.RegionWriter;
import dev.zarrasync.array.internal.ChunkGrid;
import dev.zarrasync.array.internal.ShardIndices;
import dev.zarrasync.array.internal.ShardIndices.Shard;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.codec.ShardCodec;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The inner chunks of an array in shards, each under the key that it would have if it were stored
 * alone. Nothing else is asked of this store.
 */
final class InnerChunks extends ForwardingStore {

  private static final int MOST_ATTEMPTS = 3;

  private final ArrayMetadata metadata;
  private final String path;
  private final ChunkGrid shards;
  private final ChunkGrid chunks;
  private final ShardIndices indices;

  InnerChunks(AsyncStore store, String path, ArrayMetadata metadata, ShardCodec codec) {
    super(store);
    this.metadata = metadata;
    this.path = path;
    this.shards = ChunkGrid.of(path, metadata);
    this.chunks = ChunkGrid.of(path, metadata.inner());
    this.indices = new ShardIndices(store, codec);
  }

  /** Where an inner chunk is. */
  private record Place(String shard, int number) {}

  private Place place(String key) {
    long[] index = Objects.requireNonNull(chunks.index(key), key);
    long[] shard = new long[index.length];
    int number = 0;
    for (int i = 0; i < index.length; i++) {
      int inShard = shards.chunks()[i] / chunks.chunks()[i];
      shard[i] = Math.floorDiv(index[i], inShard);
      number = number * inShard + Math.floorMod(index[i], inShard);
    }
    return new Place(shards.key(shard), number);
  }

  /** {@inheritDoc} That of the shard, whose writes are those of all chunks in it. */
  @Override
  public String url(String key) {
    return delegate().url(chunks.index(key) == null ? key : place(key).shard);
  }

  @Override
  public boolean listsCompletely() {
    return false;
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    Place place = place(key);
    return indices
        .load(place.shard, GetOptions.UNKNOWN_SIZE)
        .thenCompose(shard -> get(place, shard, 1));
  }

  private CompletableFuture<Fetched> get(Place place, @Nullable Shard shard, int attempt) {
    if (shard == null) {
      return CompletableFuture.completedFuture(Fetched.MISSING);
    }
    if (!shard.index().isStored(place.number)) {
      return shard.isRemembered() // What was not stored then may be stored now.
          ? again(place, attempt)
          : CompletableFuture.completedFuture(Fetched.MISSING);
    }
    GetOptions options =
        GetOptions.of(
            ByteRange.of(shard.index().offset(place.number), shard.index().length(place.number)));
    return delegate()
        .get(
            place.shard,
            shard.etag() == null
                ? options
                : options.condition(new Condition.Unchanged(shard.etag())))
        .thenCompose(fetched -> checked(place, shard, fetched))
        .exceptionallyCompose(
            failure ->
                attempt < MOST_ATTEMPTS && hasChanged(failure)
                    ? again(place, attempt)
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletableFuture<Fetched> again(Place place, int attempt) {
    return indices.reload(place.shard).thenCompose(shard -> get(place, shard, attempt + 1));
  }

  private CompletableFuture<Fetched> checked(Place place, Shard shard, Fetched fetched) {
    if (fetched instanceof Fetched.Found found && found.objectSize() == shard.size()) {
      byte[] bytes = found.bytes();
      return CompletableFuture.completedFuture(
          new Fetched.Found(bytes, bytes.length, found.etag()));
    }
    String problem = "the shard was replaced while it was read: read it again";
    return CompletableFuture.failedFuture(
        new StoreException(Kind.PRECONDITION_FAILED, delegate(), place.shard, problem, null));
  }

  private static boolean hasChanged(Throwable failure) {
    return StoreException.unwrap(failure) instanceof StoreException e
        && e.kind() == Kind.PRECONDITION_FAILED;
  }

  /**
   * Changes an inner chunk, and stores its shard.
   *
   * @param raw the decoded chunk
   */
  CompletableFuture<Void> write(String key, byte[] raw) {
    long[] offset = Objects.requireNonNull(chunks.index(key), key);
    for (int i = 0; i < offset.length; i++) {
      offset[i] *= chunks.chunks()[i];
    }
    return new RegionWriter(delegate(), path, ofBytes(), false)
        .write(raw, chunks.chunks(), offset)
        .done();
  }

  /** The same array, whose elements are the bytes that they have in a raw chunk. */
  private ArrayMetadata ofBytes() {
    DataType type = metadata.type();
    return metadata.as(new DataType(DataType.Kind.RAW, type.size(), type.order()));
  }
}
