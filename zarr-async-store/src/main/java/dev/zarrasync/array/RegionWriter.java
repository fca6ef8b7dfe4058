package dev.zarrasync.array;

import dev.zarrasync.array.PartsInFlight.Source;
import dev.zarrasync.array.PartsInFlight.Task;
import dev.zarrasync.array.PartsInFlight.Window;
import dev.zarrasync.fetch.Workers;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * Writes regions of one array: encodes and stores all chunks of a region together. A chunk that a
 * region covers in part is read, changed and stored again; no update made in this process is lost,
 * whichever array object made it. Safe for use by many threads.
 */
public final class RegionWriter {

  private static final KeyedOrder WRITES = new KeyedOrder();

  private final AsyncStore store;
  private final ChunkGrid grid;
  private final ChunkFormat format;

  /**
   * Writes an array.
   *
   * @param store where the array is
   * @param path the array's path in the store, or {@code ""}
   * @param metadata the array's metadata, with the separator settled
   */
  public RegionWriter(AsyncStore store, String path, ArrayMetadata metadata) {
    this.store = store;
    this.grid = ChunkGrid.of(path, metadata);
    this.format = new ChunkFormat(store, metadata);
  }

  /**
   * Writes a region.
   *
   * @param buffer the region's elements in C order: an array of a primitive type but boolean, cast
   *     to the type of the array's elements. It must not change before the result completes.
   * @param shape the region's shape, each length at least 1; its product is the length of {@code
   *     buffer}
   * @param offset the index of the region's first element in the array
   * @return completes when all chunks are stored; fails with the first error when the chunks under
   *     way are stored or have failed: no other is
   */
  public CompletableFuture<Void> write(Object buffer, int[] shape, int[] offset) {
    return new PartsInFlight<>(
            Source.of(grid.select(shape, offset).iterator()),
            Window.of(store.limits()),
            part -> format.chunkBytes(),
            part -> start(part, buffer))
        .run();
  }

  /** A put under way is not cancelled: no one would know what is stored. */
  private Task start(ChunkPart part, Object buffer) {
    CompletableFuture<Void> stored = WRITES.after(store.url(part.key()), () -> store(part, buffer));
    return new Task(stored, () -> {});
  }

  private CompletableFuture<Void> store(ChunkPart part, Object buffer) {
    CompletableFuture<byte[]> encoded =
        part.isWholeChunk()
            ? Workers.call(() -> encode(part, format.blank(), buffer))
            : store
                .get(part.key())
                .thenCompose(old -> Workers.call(() -> encode(part, current(part, old), buffer)));
    return encoded.thenCompose(bytes -> store.put(part.key(), bytes));
  }

  private byte[] current(ChunkPart part, Fetched fetched) throws IOException {
    return fetched instanceof Fetched.Found found
        ? format.decodeToChange(part.key(), found)
        : format.filled();
  }

  private byte[] encode(ChunkPart part, byte[] raw, Object buffer) throws IOException {
    var chunk = format.view(raw);
    part.forEachRun((to, from, count) -> chunk.copyFrom(to, buffer, from, count));
    return format.encode(raw);
  }
}
