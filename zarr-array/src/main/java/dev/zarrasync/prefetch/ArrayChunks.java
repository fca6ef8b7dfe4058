package dev.zarrasync.prefetch;

import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.internal.ChunkDecoding;
import dev.zarrasync.array.internal.ChunkGrid;
import dev.zarrasync.array.internal.WriteOrder;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one array, whole and under their keys. Immutable and safe for use by many threads.
 *
 * @param metadata the array's metadata, with the separator settled
 * @param raw whether they are decoded when they are read and encoded when they are written; else
 *     they are as they are stored, once it is certain that they can be decoded
 */
record ArrayChunks(AsyncStore store, ArrayMetadata metadata, ChunkGrid grid, boolean raw) {

  /**
   * @param absentLife for how long it is believed that a chunk in a shard is missing
   */
  static ArrayChunks raw(
      AsyncStore store, String path, ArrayMetadata metadata, Duration absentLife) {
    ArrayMetadata inner = metadata.inner();
    return new ArrayChunks(
        metadata.shards() == null ? store : new InnerChunks(store, path, metadata, absentLife),
        inner,
        ChunkGrid.of(path, inner),
        true);
  }

  static ArrayChunks stored(AsyncStore store, String path, ArrayMetadata metadata) {
    return new ArrayChunks(store, metadata, ChunkGrid.of(path, metadata), false);
  }

  /**
   * Returns the key under which a chunk is stored.
   *
   * @param key its key in Zarr v2
   * @return the key, or null if it is not that of a chunk, inside the array or not
   */
  @Nullable String stored(String key) {
    long[] index = grid.withoutPrefix().index(key);
    return index == null ? null : grid.key(index);
  }

  /** Returns the index of a chunk by the key under which it is stored. */
  long[] index(String key) {
    return Objects.requireNonNull(grid.index(key), key);
  }

  int chunkBytes() {
    return metadata.chunkBytes();
  }

  /** Says whether chunks are in shards, so that none can be deleted. */
  boolean areInShards() {
    return store instanceof InnerChunks;
  }

  /**
   * Stores a chunk.
   *
   * @param key the key under which it is stored
   * @return completes when it is; fails with a {@link StoreException} if it is not a whole chunk
   */
  CompletableFuture<Void> put(String key, byte[] chunk) {
    try {
      byte[] whole = whole(chunk);
      return store instanceof InnerChunks shards
          ? shards.write(key, whole)
          : WriteOrder.put(store, key, raw ? metadata.codec().encode(whole) : whole);
    } catch (IOException e) {
      String problem = "the chunk is not stored because it is not whole: " + e.getMessage();
      return CompletableFuture.failedFuture(
          new StoreException(Kind.CORRUPT, store, key, problem, e));
    }
  }

  private byte[] whole(byte[] chunk) throws IOException {
    if (!raw) {
      var unused = metadata.codec().decode(chunk, chunkBytes());
    } else if (chunk.length != chunkBytes()) {
      throw new IOException("it has " + chunk.length + " bytes instead of " + chunkBytes());
    }
    return chunk;
  }

  /** Makes a chunk of what is stored: the inverse of {@link #put}. */
  Fetched.Found fromStore(String key, Fetched.Found stored) throws StoreException {
    byte[] decoded = new ChunkDecoding(store, metadata).decode(key, stored);
    return raw ? new Fetched.Found(decoded, decoded.length, stored.etag()) : stored;
  }
}
