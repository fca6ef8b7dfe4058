package dev.zarrasync.cli;

import dev.zarrasync.store.Keys;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The copy of an object, to be begun.
 *
 * @param key the object's key
 * @param bytes how many bytes it is expected to take in memory
 * @param work begins it
 */
record CopyJob(String key, long bytes, Supplier<CompletableFuture<Void>> work) {

  /** In the order in which a node of the hierarchy is made whole. */
  private static final List<String> METADATA =
      List.of(".zattrs", ".zarray", "zarr.json", ".zgroup", ".zmetadata");

  /**
   * Metadata that is copied together, once all before it is there: the deepest first, so that
   * nothing looks whole before all under it is.
   */
  record Wave(int depth, int rank) implements Comparable<Wave> {
    @Override
    public int compareTo(Wave other) {
      return depth != other.depth
          ? Integer.compare(other.depth, depth)
          : Integer.compare(rank, other.rank);
    }
  }

  /** Says whether it is to be begun when all others are done. */
  boolean isLate() {
    return !isKey() || METADATA.contains(name());
  }

  private boolean isKey() {
    return Keys.problem(key) == null;
  }

  Wave wave() {
    if (!isKey()) {
      return new Wave(Integer.MAX_VALUE, 0); // Before metadata.
    }
    int depth = (int) key.chars().filter(c -> c == '/').count();
    return new Wave(depth, METADATA.indexOf(name()));
  }

  private String name() {
    return key.substring(key.lastIndexOf('/') + 1);
  }
}
