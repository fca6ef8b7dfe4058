package dev.zarrasync.array;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.array.ChunkUpdate.State;
import dev.zarrasync.array.internal.ChunkGrid;
import dev.zarrasync.array.internal.PartsInFlight;
import dev.zarrasync.array.internal.PartsInFlight.InOrder;
import dev.zarrasync.array.internal.PartsInFlight.Task;
import dev.zarrasync.array.internal.PartsInFlight.Window;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.internal.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes regions of one array: encodes and stores all chunks of a region together. A chunk that a
 * region covers in part is read, changed and stored again; no update made in this process is lost,
 * whichever array object made it. Updates of one chunk by several processes need puts on a
 * condition: see {@link ArrayOptions#conditionalWrites(boolean)}.
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
  private final boolean fits;

  /**
   * Writes an array.
   *
   * @param store where the array is
   * @param path the array's path in the store, or {@code ""}
   * @param metadata the array's metadata, with the separator settled
   * @param conditional as {@link ArrayOptions#conditionalWrites(boolean)} says
   */
  public RegionWriter(AsyncStore store, String path, ArrayMetadata metadata, boolean conditional) {
    this.store = store;
    this.grid = ChunkGrid.of(path, metadata);
    this.format = new ChunkFormat(store, metadata, null);
    this.conditional = conditional;
    this.fits = fits(metadata);
  }

  private static boolean fits(ArrayMetadata metadata) {
    double bytes = Math.max(1, metadata.type().size());
    for (int length : metadata.chunks()) {
      bytes *= length;
    }
    return bytes <= Fetched.Found.MAX_LENGTH;
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
  public Write write(Object buffer, int[] shape, long[] offset) {
    Write write = new Write(new Selection(grid, shape, offset), buffer);
    write.start();
    return write;
  }

  /** The write of a region, under way. Safe for use by many threads. */
  public final class Write {

    private final Selection parts;
    private final Object buffer;
    private final Done done = new Done();

    // Guarded by this. By number: those that are started and not stored. At most a window of them.
    private final TreeMap<Integer, ChunkUpdate> open = new TreeMap<>();
    private int started;
    private boolean stopped;

    private Write(Selection parts, Object buffer) {
      this.parts = parts;
      this.buffer = buffer;
    }

    private void start() {
      if (!fits) {
        String problem =
            "a shard of %s elements does not fit in a Java array, so it cannot be changed"
                .formatted(Arrays.toString(grid.chunks()));
        done.completeExceptionally(
            new StoreException(
                StoreException.Kind.UNSUPPORTED, store, grid.directory(), problem, null));
        return;
      }
      done.begin(new PartsInFlight<>(new Updates(), Window.of(store.limits())).start());
    }

    // What a first write does is a class, and no lambda, which takes longer to load.

    /** The end of the write. */
    private final class Done extends Reply<Void> implements BiConsumer<Void, @Nullable Throwable> {
      private volatile @Nullable CompletableFuture<Void> run;

      void begin(CompletableFuture<Void> begun) {
        run = begun;
        begun.whenComplete(this);
      }

      /** All that was started is over. */
      @Override
      public void accept(Void nothing, @Nullable Throwable failure) {
        if (failure == null) {
          complete(null);
        } else if (!isDone()) {
          completeExceptionally(incomplete(StoreException.unwrap(failure)));
        }
      }

      @Override
      protected void over() {
        CompletableFuture<Void> begun = run;
        if (begun != null) {
          begun.cancel(true);
        }
      }
    }

    /** The chunks, one after the other. */
    private final class Updates extends InOrder<ChunkPart> {
      Updates() {
        super(parts.iterator());
      }

      @Override
      public long bytes(ChunkPart part) {
        return format.chunkBytes();
      }

      @Override
      public Task task(ChunkPart part) {
        var update = new ChunkUpdate(store, format, conditional, part, buffer);
        return new Open(add(update), update);
      }
    }

    /** A chunk that is started and not stored. */
    private final class Open implements Task, BiConsumer<Void, @Nullable Throwable> {
      private final int number;
      private final ChunkUpdate update;
      private @Nullable Consumer<@Nullable Throwable> over;

      Open(int number, ChunkUpdate update) {
        this.number = number;
        this.update = update;
      }

      @Override
      public void start(Consumer<@Nullable Throwable> isOver) {
        over = isOver;
        update.run().whenComplete(this);
      }

      @Override
      public void accept(Void nothing, @Nullable Throwable failure) {
        if (failure == null) {
          stored(number);
        }
        requireNonNull(over).accept(failure == null ? null : update.named(failure));
      }

      @Override
      public void cancel() {
        update.cancel();
      }
    }

    private synchronized int add(ChunkUpdate update) {
      if (stopped) {
        throw new CancellationException();
      }
      open.put(started, update);
      return started++;
    }

    /**
     * Returns the end of the write.
     *
     * @return completes when all chunks are stored; fails with a {@link PartialWriteException} when
     *     one cannot be, and the puts under way are over. Cancelling it starts no other put, and
     *     leaves those under way to end by themselves.
     */
    public CompletableFuture<Void> done() {
      return done;
    }

    /**
     * Stops the write, unless it is over, and says what is stored. Puts under way go on.
     *
     * @param cause why it is stopped
     * @return what became of the chunks
     */
    public PartialWriteException stop(Throwable cause) {
      done.cancel(true);
      return incomplete(cause);
    }

    private synchronized void stored(int number) {
      open.remove(number);
    }

    private synchronized PartialWriteException incomplete(Throwable cause) {
      stopped = true;
      open.values().forEach(ChunkUpdate::cancel);
      List<String> unknown = new ArrayList<>();
      List<Integer> notStored = new ArrayList<>();
      open.forEach(
          (number, update) -> {
            State state = update.state(); // Asked once: puts may end meanwhile.
            if (state != State.STORED) {
              notStored.add(number);
            }
            if (state == State.UNKNOWN) {
              unknown.add(update.key());
            }
          });
      int[] without = notStored.stream().mapToInt(Integer::intValue).toArray();
      return new PartialWriteException(
          parts.count(),
          new Selection.ChunkKeys(parts, started, without),
          List.copyOf(unknown),
          cause);
    }
  }
}
