package dev.zarrasync.array.internal;

import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.ChunkKeys;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The division of an array into chunks, all of one shape, without an end: what is past the array's
 * shape is divided in the same way.
 *
 * @param path the array's path in its store, or {@code ""}
 * @param chunks a chunk's size in each dimension
 * @param keys the keys of chunks, relative to the path
 * @param extent how many chunks the array has in each dimension
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record ChunkGrid(String path, int[] chunks, ChunkKeys keys, long[] extent)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  public static ChunkGrid of(String path, ArrayMetadata metadata) {
    int[] chunks = metadata.chunks();
    long[] extent = metadata.shape().clone();
    for (int i = 0; i < extent.length; i++) {
      extent[i] = extent[i] / chunks[i] + (extent[i] % chunks[i] == 0 ? 0 : 1);
    }
    return new ChunkGrid(path, chunks, Objects.requireNonNull(metadata.keys()), extent);
  }

  /** Returns the same grid with keys of Zarr v2. */
  public ChunkGrid withoutPrefix() {
    return new ChunkGrid(path, chunks, ChunkKeys.v2(keys.separator()), extent);
  }

  public int rank() {
    return chunks.length;
  }

  /** Returns what the keys of all chunks and of the array's metadata start with. */
  public String directory() {
    return path.isEmpty() ? "" : path + "/";
  }

  /** Returns what the keys of all chunks start with, before their first index. */
  public String start() {
    return directory() + keys.start();
  }

  public String key(long[] index) {
    return directory() + keys.key(index);
  }

  /** Returns the index of a chunk, or null if the key is not that of a chunk. */
  public long @Nullable [] index(String key) {
    return key.startsWith(directory())
        ? keys.index(key.substring(directory().length()), rank())
        : null;
  }
}
