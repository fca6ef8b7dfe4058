package dev.zarrasync.array.internal;

import dev.zarrasync.array.ArrayMetadata;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The division of an array into chunks (Zarr v2 specification, "Chunks"), without an end: what is
 * past the array's shape is divided in the same way.
 *
 * @param path the array's path in its store, or {@code ""}
 * @param chunks a chunk's size in each dimension
 * @param separator what stands between the indices in a chunk's key
 * @param extent how many chunks the array has in each dimension
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record ChunkGrid(String path, int[] chunks, String separator, int[] extent)
    implements Serializable {

  // As JZarr writes a number.
  private static final Pattern INDEX = Pattern.compile("0|-?[1-9]\\d{0,9}");

  public static ChunkGrid of(String path, ArrayMetadata metadata) {
    int[] extent = metadata.shape().clone();
    for (int i = 0; i < extent.length; i++) {
      extent[i] = (int) ((extent[i] + (long) metadata.chunks()[i] - 1) / metadata.chunks()[i]);
    }
    return new ChunkGrid(
        path, metadata.chunks(), Objects.requireNonNull(metadata.separator()), extent);
  }

  public int rank() {
    return chunks.length;
  }

  /** Returns what the keys of all chunks start with. */
  public String directory() {
    return path.isEmpty() ? "" : path + "/";
  }

  public String key(long[] index) {
    StringBuilder key = new StringBuilder(directory());
    for (int i = 0; i < index.length; i++) {
      key.append(i > 0 ? separator : "").append(index[i]);
    }
    return key.toString();
  }

  public String key(int[] index) {
    return key(Arrays.stream(index).asLongStream().toArray());
  }

  /** Returns the index of a chunk, or null if the key is not that of a chunk. */
  public int @Nullable [] index(String key) {
    if (!key.startsWith(directory())) {
      return null;
    }
    String[] parts = key.substring(directory().length()).split(Pattern.quote(separator), -1);
    if (parts.length != rank()) {
      return null;
    }
    int[] index = new int[rank()];
    for (int i = 0; i < index.length; i++) {
      long number = INDEX.matcher(parts[i]).matches() ? Long.parseLong(parts[i]) : Long.MAX_VALUE;
      if (number != (int) number) {
        return null;
      }
      index[i] = (int) number;
    }
    return index;
  }
}
