package dev.zarrasync.array;

import java.util.Objects;

/**
 * The division of an array into chunks (Zarr v2 specification, "Chunks"), without an end: what is
 * past the array's shape is divided in the same way.
 *
 * @param path the array's path in its store, or {@code ""}
 * @param chunks a chunk's size in each dimension
 * @param separator what stands between the indices in a chunk's key
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ChunkGrid(String path, int[] chunks, String separator) {

  static ChunkGrid of(String path, ArrayMetadata metadata) {
    return new ChunkGrid(path, metadata.chunks(), Objects.requireNonNull(metadata.separator()));
  }

  int rank() {
    return chunks.length;
  }

  /** Finds the chunks that have a part in a region. */
  Selection select(int[] shape, int[] offset) {
    return new Selection(this, shape, offset);
  }

  String key(long[] index) {
    StringBuilder key = new StringBuilder(path);
    for (int i = 0; i < index.length; i++) {
      key.append(i > 0 ? separator : path.isEmpty() ? "" : "/").append(index[i]);
    }
    return key.toString();
  }
}
