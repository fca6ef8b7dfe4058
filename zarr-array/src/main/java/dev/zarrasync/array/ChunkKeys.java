package dev.zarrasync.array;

import java.io.Serializable;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the keys of an array's chunks are made of their indices (Zarr v2 specification, "Storing a
 * single array"; Zarr v3 specification, "Chunk key encoding").
 *
 * @param prefix what stands before the indices: {@code "c"} in the encoding {@code default} of Zarr
 *     v3, else {@code ""}
 * @param separator what stands between the parts of a key, {@code "."} or {@code "/"}
 */
public record ChunkKeys(String prefix, String separator) implements Serializable {

  private static final long serialVersionUID = 1L;

  // As JZarr writes a number.
  private static final Pattern INDEX = Pattern.compile("0|-?[1-9]\\d{0,18}");

  /**
   * Returns the keys of Zarr v2, which Zarr v3 has as its encoding {@code v2}.
   *
   * @param separator what stands between the indices
   * @return the keys
   */
  public static ChunkKeys v2(String separator) {
    return new ChunkKeys("", separator);
  }

  /**
   * Returns what all keys start with that have an index.
   *
   * @return {@code ""}, or the prefix and a separator
   */
  public String start() {
    return prefix.isEmpty() ? "" : prefix + separator;
  }

  /**
   * Returns the key of a chunk.
   *
   * @param index its index in each dimension
   * @return the key, relative to the array's path
   */
  public String key(long[] index) {
    if (index.length == 0) {
      return prefix.isEmpty() ? "0" : prefix;
    }
    StringBuilder key = new StringBuilder(start());
    for (int i = 0; i < index.length; i++) {
      key.append(i > 0 ? separator : "").append(index[i]);
    }
    return key.toString();
  }

  /**
   * Returns the index of a chunk.
   *
   * @param key a key relative to the array's path
   * @param rank how many dimensions the array has
   * @return the index, or null if the key is not that of a chunk
   */
  public long @Nullable [] index(String key, int rank) {
    if (rank == 0) {
      return key.equals(key(new long[0])) ? new long[0] : null;
    }
    if (!key.startsWith(start())) {
      return null;
    }
    String[] parts = key.substring(start().length()).split(Pattern.quote(separator), -1);
    if (parts.length != rank || !Arrays.stream(parts).allMatch(INDEX.asMatchPredicate())) {
      return null;
    }
    try {
      return Arrays.stream(parts).mapToLong(Long::parseLong).toArray();
    } catch (NumberFormatException e) { // Of 19 digits, and too large.
      return null;
    }
  }
}
