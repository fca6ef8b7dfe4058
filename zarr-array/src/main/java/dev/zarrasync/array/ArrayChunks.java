package dev.zarrasync.array;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.util.Objects;

/**
 * The chunks of one array, whole and under their keys: raw, or as they are stored but checked.
 * Immutable and safe for use by many threads.
 */
public final class ArrayChunks {

  private final AsyncStore store;
  private final ArrayMetadata metadata;
  private final boolean raw;
  private final ChunkFormat format;
  private final ChunkGrid grid;

  private ArrayChunks(AsyncStore store, String path, ArrayMetadata metadata, boolean raw) {
    this.store = store;
    this.metadata = metadata;
    this.raw = raw;
    this.format = new ChunkFormat(store, metadata);
    this.grid = ChunkGrid.of(path, metadata);
  }

  /**
   * Returns chunks that are decoded when they are read and encoded when they are written.
   *
   * @param store where the array is
   * @param path the array's path in the store, or {@code ""}
   * @param metadata the array's metadata, with the separator settled
   * @return the chunks
   */
  public static ArrayChunks raw(AsyncStore store, String path, ArrayMetadata metadata) {
    return new ArrayChunks(store, path, metadata, true);
  }

  /**
   * Returns chunks that are read and written as they are stored, once it is certain that they can
   * be decoded.
   *
   * @param store where the array is
   * @param path the array's path in the store, or {@code ""}
   * @param metadata the array's metadata, with the separator settled
   * @return the chunks
   */
  public static ArrayChunks stored(AsyncStore store, String path, ArrayMetadata metadata) {
    return new ArrayChunks(store, path, metadata, false);
  }

  /**
   * Says whether a key is that of a chunk, inside the array or not.
   *
   * @param key the key
   * @return true if so
   */
  public boolean contains(String key) {
    return grid.index(key) != null;
  }

  /**
   * Makes what is to be stored of a chunk.
   *
   * @param key the chunk's key
   * @param chunk the chunk: raw, or as it is to be stored
   * @return the chunk as it is to be stored
   * @throws StoreException if it is not a whole chunk
   */
  public byte[] toStore(String key, byte[] chunk) throws StoreException {
    try {
      if (!raw) {
        var unused = metadata.codec().decode(chunk, metadata.chunkBytes());
        return chunk;
      }
      if (chunk.length != metadata.chunkBytes()) {
        throw new IOException(
            "it has " + chunk.length + " bytes instead of " + metadata.chunkBytes());
      }
      return metadata.codec().encode(chunk);
    } catch (IOException e) {
      String problem = "the chunk is not stored because it is not whole: " + e.getMessage();
      throw new StoreException(Kind.CORRUPT, store, key, problem, e);
    }
  }

  /** Makes a chunk of what is stored: the inverse of {@link #toStore}. */
  Fetched.Found fromStore(String key, Fetched.Found stored) throws StoreException {
    byte[] decoded = format.raw(key, stored);
    return raw ? new Fetched.Found(decoded, decoded.length, stored.etag()) : stored;
  }

  AsyncStore store() {
    return store;
  }

  ChunkGrid grid() {
    return grid;
  }

  /** Returns the index of a key that is one of {@link #contains}. */
  int[] index(String key) {
    return Objects.requireNonNull(grid.index(key), key);
  }

  int chunkBytes() {
    return metadata.chunkBytes();
  }
}
