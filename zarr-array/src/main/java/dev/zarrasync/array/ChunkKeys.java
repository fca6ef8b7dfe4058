package dev.zarrasync.array;

import java.io.Serializable;
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
    long[] index = new long[rank];
    int from = start().length();
    for (int i = 0; i < rank; i++) {
      int next = i < rank - 1 ? key.indexOf(separator, from) : key.length();
      if (next < 0 || !isNumber(key, from, next)) {
        return null;
      }
      try {
        index[i] = Long.parseLong(key, from, next, 10);
      } catch (NumberFormatException e) { // Of 19 digits, and too large.
        return null;
      }
      from = next + separator.length();
    }
    return index;
  }

  /** Whether a number is there as JZarr writes it. */
  private static boolean isNumber(String key, int start, int end) {
    int first = end - start > 1 && key.charAt(start) == '-' ? start + 1 : start;
    int digits = end - first;
    boolean isZero = first == start && digits == 1 && key.charAt(first) == '0';
    boolean isNumber = isZero || (digits > 0 && digits <= 19 && key.charAt(first) != '0');
    for (int i = first; i < end; i++) {
      isNumber &= key.charAt(i) >= '0' && key.charAt(i) <= '9';
    }
    return isNumber;
  }
}
