package dev.zarrasync.array;

import dev.zarrasync.array.ChunkUpdate.State;
import dev.zarrasync.array.PartsInFlight.Source;
import dev.zarrasync.array.PartsInFlight.Task;
import dev.zarrasync.array.PartsInFlight.Window;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The write of a region, under way. Safe for use by many threads. */
public final class RegionWrite {

  private final Selection parts;
  private final Function<ChunkPart, ChunkUpdate> updates;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  // Guarded by this. By number: those that are started and not stored. At most a window of them.
  private final TreeMap<Integer, ChunkUpdate> open = new TreeMap<>();
  private int started;
  private boolean stopped;

  private RegionWrite(Selection parts, Function<ChunkPart, ChunkUpdate> updates) {
    this.parts = parts;
    this.updates = updates;
  }

  static RegionWrite start(
      Selection parts, Limits limits, int chunkBytes, Function<ChunkPart, ChunkUpdate> updates) {
    RegionWrite write = new RegionWrite(parts, updates);
    CompletableFuture<Void> run =
        new PartsInFlight<>(
                Source.of(parts.iterator()), Window.of(limits), part -> chunkBytes, write::start)
            .run();
    run.whenComplete((nothing, failure) -> write.end(failure));
    write.done.whenComplete((nothing, failure) -> run.cancel(true));
    return write;
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

  /** Called for one part after the other. */
  private Task start(ChunkPart part) {
    ChunkUpdate update = updates.apply(part);
    int number;
    synchronized (this) {
      if (stopped) {
        throw new CancellationException();
      }
      number = started++;
      open.put(number, update);
    }
    return Task.of(update.run().thenRun(() -> stored(number)), update::cancel);
  }

  private synchronized void stored(int number) {
    open.remove(number);
  }

  private void end(@Nullable Throwable failure) {
    if (failure == null) {
      done.complete(null);
    } else if (!done.isDone()) {
      done.completeExceptionally(incomplete(StoreException.unwrap(failure)));
    }
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
        parts.count(), new ChunkKeys(parts, started, without), List.copyOf(unknown), cause);
  }
}
