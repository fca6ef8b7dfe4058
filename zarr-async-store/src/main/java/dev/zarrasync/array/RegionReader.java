package dev.zarrasync.array;

import dev.zarrasync.array.PartsInFlight.Task;
import dev.zarrasync.codec.ChunkBytes;
import dev.zarrasync.fetch.Progress;
import dev.zarrasync.fetch.Workers;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads regions of one array: fetches all chunks of a region together, decodes each as it arrives,
 * and copies it straight into the caller's buffer. Safe for use by many threads.
 */
public final class RegionReader {

  private final AsyncStore store;
  private final ChunkGrid grid;
  private final ChunkFormat format;

  /**
   * Reads an array.
   *
   * @param store where the array is
   * @param path the array's path in the store, or {@code ""}
   * @param metadata the array's metadata, with the separator settled
   */
  public RegionReader(AsyncStore store, String path, ArrayMetadata metadata) {
    this(store, path, metadata, DecodedChunks.NONE);
  }

  /**
   * Reads an array.
   *
   * @param store where the array is
   * @param path the array's path in the store, or {@code ""}
   * @param metadata the array's metadata, with the separator settled
   * @param decoded remembers decoded chunks
   */
  public RegionReader(
      AsyncStore store, String path, ArrayMetadata metadata, DecodedChunks decoded) {
    this.store = store;
    this.grid = ChunkGrid.of(path, metadata);
    this.format = new ChunkFormat(store, metadata, decoded);
  }

  /**
   * Reads a region. What of it is past the array's shape but inside a chunk has the chunk's
   * padding; chunks that are not stored have the fill value; what is before every chunk is left as
   * it is.
   *
   * @param buffer where the region goes, in C order: an array of a primitive type but boolean, into
   *     which elements are cast
   * @param shape the region's shape, each length at least 1; its product is the length of {@code
   *     buffer}
   * @param offset the index of the region's first element in the array
   * @param progress is told of each chunk
   * @return completes when the buffer is filled; fails with a {@link StoreException} and then
   *     nothing writes to the buffer any more. Cancelling it cancels the requests.
   */
  public CompletableFuture<Void> read(Object buffer, int[] shape, int[] offset, Progress progress) {
    Selection parts = grid.select(shape, offset);
    Read read = new Read(buffer, parts.count(), progress);
    return PartsInFlight.run(parts, format.window(), read::start);
  }

  /** One read under way. */
  private final class Read {
    final Object buffer;
    final long total;
    final Progress progress;
    final AtomicLong done = new AtomicLong();
    final AtomicLong bytes = new AtomicLong();

    Read(Object buffer, long total, Progress progress) {
      this.buffer = buffer;
      this.total = total;
      this.progress = progress;
    }

    Task start(ChunkPart part) {
      CompletableFuture<Fetched> get = store.get(part.key());
      var placed = get.thenCompose(fetched -> Workers.call(() -> place(part, fetched)));
      return new Task(placed, () -> get.cancel(true));
    }

    Fetched place(ChunkPart part, Fetched fetched) throws StoreException {
      long size = 0;
      if (fetched instanceof Fetched.Found found) {
        ChunkBytes chunk = format.decode(part.key(), found);
        part.forEachRun((from, to, count) -> chunk.copyTo(from, buffer, to, count));
        size = found.bytes().length;
      } else {
        part.forEachRun((from, to, count) -> format.fill(buffer, to, count));
      }
      progress.update(done.incrementAndGet(), total, bytes.addAndGet(size));
      return fetched;
    }
  }
}
