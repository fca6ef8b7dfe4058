package dev.zarrasync.tasks;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.array.internal.PartsInFlight;
import dev.zarrasync.array.internal.PartsInFlight.InOrder;
import dev.zarrasync.array.internal.PartsInFlight.Task;
import dev.zarrasync.array.internal.PartsInFlight.Window;
import dev.zarrasync.fetch.Progress;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.internal.Reply;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One run over the pieces of an array: reads each, computes its result, and hands that on. As many
 * pieces are under way as fit in memory.
 *
 * @param <R> the type of the results of pieces
 * @param <T> the type of what they make
 */
final class PieceRun<R extends @Nullable Object, T extends @Nullable Object> extends Reply<T>
    implements BiConsumer<Void, @Nullable Throwable> {

  /**
   * How a run is done.
   *
   * @param workers how many pieces are computed at once
   * @param executor computes them; or null for threads of the run
   * @param maxBytes how many bytes of pieces are in memory
   * @param elementBytes how many an element has
   */
  record Settings(
      int workers,
      @Nullable Executor executor,
      long maxBytes,
      long elementBytes,
      Progress progress) {}

  private static final AtomicInteger THREADS = new AtomicInteger();

  private final AsyncArray array;
  private final List<Piece> pieces;
  private final Settings settings;
  private final PieceFunction<? extends R> function;
  private final Results<? super R, T> results;
  private final @Nullable ExecutorService threads;
  private volatile @Nullable CompletableFuture<Void> underWay;

  // Guarded by itself.
  private final BitSet done = new BitSet();

  // Guarded by done.
  private long doneBytes;

  PieceRun(
      AsyncArray array,
      List<Piece> pieces,
      Settings settings,
      PieceFunction<? extends R> function,
      Results<? super R, T> results) {
    this.array = array;
    this.pieces = pieces;
    this.settings = settings;
    this.function = function;
    this.results = results;
    this.threads = settings.executor == null ? newThreads(settings.workers) : null;
  }

  private static ExecutorService newThreads(int count) {
    return Executors.newFixedThreadPool(
        count,
        task -> {
          Thread thread = new Thread(task, "zarr-async-task-" + THREADS.getAndIncrement());
          thread.setDaemon(true);
          return thread;
        });
  }

  void begin() {
    // As many ahead of the workers as a store has requests in flight: the memory bounds them.
    Window window = new Window(settings.workers + Limits.DEFAULT.maxInFlight(), settings.maxBytes);
    CompletableFuture<Void> begun = new PartsInFlight<>(new Pieces(), window).start();
    underWay = begun;
    begun.whenComplete(this);
  }

  /** All that was started is over. */
  @Override
  public void accept(Void nothing, @Nullable Throwable failure) {
    if (threads != null) {
      threads.shutdown();
    }
    if (failure == null) {
      complete(results.all());
    } else if (!isDone()) {
      completeExceptionally(named(StoreException.unwrap(failure)));
    }
  }

  /** Says what is left, now that all that was started is over. */
  private Throwable named(Throwable failure) {
    return failure instanceof Failed failed
        ? new PieceFailedException(
            failed.piece, pieces.size(), unfinished(), StoreException.unwrap(failed.failure))
        : failure;
  }

  private List<Integer> unfinished() {
    List<Integer> numbers = new ArrayList<>();
    synchronized (done) {
      for (int i = done.nextClearBit(0); i < pieces.size(); i = done.nextClearBit(i + 1)) {
        numbers.add(pieces.get(i).number());
      }
    }
    return numbers;
  }

  /** The failure of one piece. */
  @SuppressWarnings("serial") // It never leaves this class.
  private static final class Failed extends Exception {
    final Piece piece;
    final Throwable failure;

    Failed(Piece piece, Throwable failure) {
      super(null, failure, false, false);
      this.piece = piece;
      this.failure = failure;
    }
  }

  @Override
  protected void over() {
    CompletableFuture<Void> begun = underWay;
    if (begun != null) {
      begun.cancel(true);
    }
  }

  /** The positions of the pieces, one after the other. */
  private final class Pieces extends InOrder<Integer> {
    Pieces() {
      super(IntStream.range(0, pieces.size()).iterator());
    }

    @Override
    public long bytes(Integer position) {
      long bytes = settings.elementBytes;
      for (int length : pieces.get(position).readShape()) {
        bytes *= length;
      }
      return bytes;
    }

    @Override
    public Task task(Integer position) {
      return new Work(position, bytes(position));
    }
  }

  /** A piece under way. */
  private final class Work implements Task, BiConsumer<Object, @Nullable Throwable>, Runnable {
    private final int position;
    private final long bytes;
    private final Piece piece;
    private @Nullable Consumer<@Nullable Throwable> over;
    private @Nullable Object values;
    private volatile @Nullable CompletableFuture<?> waitsFor;
    private volatile boolean cancelled;

    Work(int position, long bytes) {
      this.position = position;
      this.bytes = bytes;
      this.piece = pieces.get(position);
    }

    @Override
    public void start(Consumer<@Nullable Throwable> isOver) {
      over = isOver;
      try {
        CompletableFuture<Object> read = array.read(piece.readOffset(), piece.readShape());
        waitsFor = read;
        Reply.follow(read, this);
      } catch (Throwable e) { // An OutOfMemoryError, too, must reach who waits.
        end(e);
      }
    }

    /** The elements are there. */
    @Override
    public void accept(Object read, @Nullable Throwable failure) {
      if (failure != null) {
        end(failure);
        return;
      }
      values = read;
      try {
        (threads == null ? requireNonNull(settings.executor) : threads).execute(this);
      } catch (Throwable e) { // It may have been shut down.
        end(e);
      }
    }

    /** Computes the result. */
    @Override
    public void run() {
      try {
        if (cancelled) {
          throw new CancellationException();
        }
        Object read = requireNonNull(values);
        values = null;
        CompletableFuture<Void> taken = results.take(position, piece, function.apply(piece, read));
        if (taken == null) {
          end(null);
        } else {
          waitsFor = taken;
          taken.whenComplete((nothing, failure) -> end(failure));
        }
      } catch (Throwable e) { // As above.
        end(e);
      }
    }

    private void end(@Nullable Throwable failure) {
      Throwable problem = failure == null ? failureToCount() : failure;
      requireNonNull(over).accept(problem == null ? null : new Failed(piece, problem));
    }

    private @Nullable Throwable failureToCount() {
      try {
        count();
        return null;
      } catch (Throwable e) { // Who follows the progress may throw anything.
        return e;
      }
    }

    private void count() {
      int pieceCount;
      long byteCount;
      synchronized (done) {
        done.set(position);
        doneBytes += bytes;
        pieceCount = done.cardinality();
        byteCount = doneBytes;
      }
      settings.progress.update(pieceCount, pieces.size(), byteCount);
    }

    @Override
    public void cancel() {
      cancelled = true;
      CompletableFuture<?> other = waitsFor;
      if (other != null) {
        other.cancel(true);
      }
    }
  }
}
