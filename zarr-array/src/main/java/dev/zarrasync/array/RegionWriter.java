package dev.zarrasync.array;

import dev.zarrasync.store.AsyncStore;

/**
 * Writes regions of one array: encodes and stores all chunks of a region together. A chunk that a
 * region covers in part is read, changed and stored again; no update made in this process is lost,
 * whichever array object made it. Updates of one chunk by several processes need puts on a
 * condition: see {@link #RegionWriter(AsyncStore, String, ArrayMetadata, boolean)}.
 *
 * <p>A write holds a window of encoded chunks: at most {@link
 * dev.zarrasync.store.Limits#maxBytesInFlight()}, and one chunk at least. Safe for use by many
 * threads.
 */
public final class RegionWriter {

  private final AsyncStore store;
  private final ChunkGrid grid;
  private final ChunkFormat format;
  private final boolean conditional;

  /**
   * Writes an array.
   *
   * @param store where the array is
   * @param path the array's path in the store, or {@code ""}
   * @param metadata the array's metadata, with the separator settled
   * @param conditional whether a chunk that is changed in part is put on the condition that nobody
   *     has changed it since it was read; if someone has, it is read again, up to 50 times. Then no
   *     update is lost between processes, as long as all of them do so. Whole chunks are put
   *     without a condition. A store that cannot put on a condition fails such a write with {@link
   *     dev.zarrasync.store.StoreException.Kind#UNSUPPORTED}.
   */
  public RegionWriter(AsyncStore store, String path, ArrayMetadata metadata, boolean conditional) {
    this.store = store;
    this.grid = ChunkGrid.of(path, metadata);
    this.format = new ChunkFormat(store, metadata);
    this.conditional = conditional;
  }

  /**
   * Writes a region.
   *
   * @param buffer the region's elements in C order: an array of a primitive type but boolean, cast
   *     to the type of the array's elements. It must not change before the write is done.
   * @param shape the region's shape, each length at least 1; its product is the length of {@code
   *     buffer}
   * @param offset the index of the region's first element in the array
   * @return the write, under way
   */
  public RegionWrite write(Object buffer, int[] shape, int[] offset) {
    return RegionWrite.start(
        grid.select(shape, offset),
        store.limits(),
        format.chunkBytes(),
        part -> new ChunkUpdate(store, format, conditional, part, buffer));
  }
}
