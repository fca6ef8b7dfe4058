package dev.zarrasync.array.internal;

import dev.zarrasync.store.Limits;
import dev.zarrasync.store.internal.Reply;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task for each part of a region, so many at once as its window has room for. The first
 * failure cancels the tasks under way, and no other starts.
 *
 * @param <P> the type of the parts
 */
public final class PartsInFlight<P> implements Runnable {

  /** What is done for a part. */
  public interface Task {

    /**
     * Starts it.
     *
     * @param over is told that it is over: why it failed, or null. What it is told again does not
     *     count, so that whoever cannot know may tell it once more.
     */
    void start(Consumer<@Nullable Throwable> over);

    /** Asks it to end soon, also when it has not started or is over. */
    void cancel();

    /** A task that has started. */
    static Task of(CompletableFuture<?> done, Runnable cancel) {
      return new Task() {
        @Override
        public void start(Consumer<@Nullable Throwable> over) {
          done.whenComplete((value, failure) -> over.accept(failure));
        }

        @Override
        public void cancel() {
          cancel.run();
        }
      };
    }
  }

  /** Where the parts come from, and what is done for each. */
  public interface Source<P> {

    /** Returns the next part; or null if there is none for now, or no more. */
    @Nullable P poll();

    /** Says whether there is no part any more. */
    boolean isOver();

    /** Says how many bytes a part brings. */
    long bytes(P part);

    /** Makes the task of a part. */
    Task task(P part);

    /** All that was started is over. The result of the run is not there yet. */
    default void close() {}

    /** Takes the parts in their order. */
    static <P> Source<P> of(Iterator<P> parts, ToLongFunction<P> bytes, Function<P, Task> tasks) {
      return new InOrder<>(parts) {
        @Override
        public long bytes(P part) {
          return bytes.applyAsLong(part);
        }

        @Override
        public Task task(P part) {
          return tasks.apply(part);
        }
      };
    }
  }

  /** Parts in their order. */
  public abstract static class InOrder<P> implements Source<P> {
    private final Iterator<P> left;

    protected InOrder(Iterator<P> parts) {
      this.left = parts;
    }

    @Override
    public final @Nullable P poll() {
      return left.hasNext() ? left.next() : null;
    }

    @Override
    public final boolean isOver() {
      return !left.hasNext();
    }
  }

  /**
   * How much may be under way.
   *
   * @param tasks how many tasks
   * @param bytes how many bytes they bring; a single task may bring more
   */
  public record Window(int tasks, long bytes) {

    /** Keeps all of a store's permits busy while other chunks are decoded. */
    public static Window of(Limits limits) {
      int tasks = (int) Math.min(Integer.MAX_VALUE, 2L * limits.maxInFlight());
      return new Window(tasks, limits.maxBytesInFlight());
    }
  }

  private final Source<P> source;
  private final Window window;
  private final Result result = new Result();
  private final AtomicInteger calls = new AtomicInteger();

  // Used by one caller at a time.
  private @Nullable Started next;

  // Guarded by this.
  private final Set<Started> underWay = new HashSet<>();
  private long bytesUnderWay;
  private @Nullable Throwable failure;

  /** Prepares a run. */
  public PartsInFlight(Source<P> source, Window window) {
    this.source = source;
    this.window = window;
  }

  /**
   * Runs the tasks.
   *
   * @return completes when every task that was started is over. Cancelling it cancels them.
   */
  public CompletableFuture<Void> start() {
    run();
    return result;
  }

  private final class Result extends Reply<Void> {
    @Override
    protected void over() {
      PartsInFlight.this.cancel();
    }
  }

  /** Cancels the tasks. The result of the run is there when the last of them is over. */
  public void cancel() {
    fail(new CancellationException());
    run();
  }

  /**
   * Starts the tasks that there is room for. To be called when the source may have a part again.
   * One caller at a time does it, in a loop: tasks that end at once need no deep stack.
   */
  @Override
  public void run() {
    if (calls.getAndIncrement() > 0) {
      return;
    }
    int answered;
    do {
      answered = calls.get();
      try {
        startAll();
        finishIfOver();
      } catch (Throwable e) { // An OutOfMemoryError, too, must reach who waits.
        fail(e);
        finishIfOver();
      }
    } while (calls.addAndGet(-answered) > 0);
  }

  private void startAll() {
    while (!isFull()) {
      Started task = next == null ? poll() : next;
      next = task;
      if (task == null || !admit(task)) {
        return;
      }
      next = null;
      start(task);
    }
  }

  private @Nullable Started poll() {
    P part = source.poll();
    return part == null ? null : new Started(source.task(part), source.bytes(part));
  }

  private synchronized boolean isFull() {
    return failure != null || underWay.size() == window.tasks;
  }

  private synchronized boolean admit(Started task) {
    boolean fits = underWay.isEmpty() || task.bytes <= window.bytes - bytesUnderWay;
    if (failure != null || !fits) {
      return false;
    }
    underWay.add(task);
    bytesUnderWay += task.bytes;
    return true;
  }

  private void start(Started started) {
    try {
      started.task.start(started);
    } catch (Throwable e) { // Whatever a store throws, the tasks under way must be waited for.
      started.accept(e);
    }
    if (hasFailed()) { // Or else no one would cancel it.
      started.task.cancel();
    }
  }

  private synchronized boolean hasFailed() {
    return failure != null;
  }

  /** A task, which tells this of its end. */
  private final class Started implements Consumer<@Nullable Throwable> {
    private final Task task;
    private final long bytes;

    Started(Task task, long bytes) {
      this.task = task;
      this.bytes = bytes;
    }

    @Override
    public void accept(@Nullable Throwable problem) {
      if (problem != null) {
        fail(problem);
      }
      synchronized (PartsInFlight.this) {
        if (!underWay.remove(this)) {
          return;
        }
        bytesUnderWay -= bytes;
      }
      run();
    }
  }

  private void fail(Throwable problem) {
    synchronized (this) {
      if (failure != null) {
        return;
      }
      failure = problem;
    }
    try {
      cancelAll();
    } catch (OutOfMemoryError e) {
      // Then they end by themselves.
    }
  }

  private void cancelAll() {
    List<Started> cancelled;
    synchronized (this) {
      cancelled = List.copyOf(underWay);
    }
    for (Started started : cancelled) {
      started.task.cancel();
    }
  }

  private void finishIfOver() {
    Throwable problem;
    synchronized (this) {
      if (!underWay.isEmpty() || (failure == null && (next != null || !source.isOver()))) {
        return;
      }
      problem = failure;
    }
    source.close();
    if (problem == null) {
      result.complete(null);
    } else {
      result.completeExceptionally(problem);
    }
  }
}
