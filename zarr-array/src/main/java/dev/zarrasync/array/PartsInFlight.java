package dev.zarrasync.array;

import dev.zarrasync.store.Limits;
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
final class PartsInFlight<P> {

  /** What is done for a part. */
  interface Task {

    /**
     * Starts it.
     *
     * @param over is told once that it is over: why it failed, or null
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

  /** Where the parts come from. */
  interface Source<P> {

    /** Returns the next part; or null if there is none for now, or no more. */
    @Nullable P poll();

    /** Says whether there is no part any more. */
    boolean isOver();

    /** Takes the parts in their order. */
    static <P> Source<P> of(Iterator<P> parts) {
      return new Source<>() {
        @Override
        public @Nullable P poll() {
          return parts.hasNext() ? parts.next() : null;
        }

        @Override
        public boolean isOver() {
          return !parts.hasNext();
        }
      };
    }
  }

  /**
   * How much may be under way.
   *
   * @param tasks how many tasks
   * @param bytes how many bytes they bring; a single task may bring more
   */
  record Window(int tasks, long bytes) {

    /** Keeps all of a store's permits busy while other chunks are decoded. */
    static Window of(Limits limits) {
      int tasks = (int) Math.min(Integer.MAX_VALUE, 2L * limits.maxInFlight());
      return new Window(tasks, limits.maxBytesInFlight());
    }
  }

  private final Source<P> source;
  private final Window window;
  private final ToLongFunction<P> size;
  private final Function<P, Task> tasksOf;
  private final CompletableFuture<Void> result = new CompletableFuture<>();
  private final AtomicInteger calls = new AtomicInteger();

  // Used by one caller at a time.
  private @Nullable P next;

  // Guarded by this.
  private final Set<Task> tasks = new HashSet<>();
  private int underWay;
  private long bytesUnderWay;
  private @Nullable Throwable failure;

  /**
   * Prepares a run.
   *
   * @param size says how many bytes a part brings
   * @param tasksOf makes the task of a part
   */
  PartsInFlight(
      Source<P> source, Window window, ToLongFunction<P> size, Function<P, Task> tasksOf) {
    this.source = source;
    this.window = window;
    this.size = size;
    this.tasksOf = tasksOf;
  }

  /**
   * Runs the tasks.
   *
   * @return completes when every task that was started is over. Cancelling it cancels them.
   */
  CompletableFuture<Void> run() {
    result.whenComplete((nothing, failure) -> fail(new CancellationException()));
    proceed();
    return result;
  }

  /** Cancels the tasks. The result of the run is there when the last of them is over. */
  void cancel() {
    fail(new CancellationException());
    proceed();
  }

  /**
   * Starts the tasks that there is room for. To be called when the source may have a part again.
   * One caller at a time does it, in a loop: tasks that end at once need no deep stack.
   */
  void proceed() {
    if (calls.getAndIncrement() > 0) {
      return;
    }
    int answered;
    do {
      answered = calls.get();
      startAll();
      finishIfOver();
    } while (calls.addAndGet(-answered) > 0);
  }

  private void startAll() {
    while (!isFull()) {
      P part = next == null ? poll() : next;
      next = part;
      if (part == null || !admit(size.applyAsLong(part))) {
        return;
      }
      next = null;
      start(part);
    }
  }

  private @Nullable P poll() {
    try {
      return source.poll();
    } catch (Throwable e) { // As for a task.
      fail(e);
      return null;
    }
  }

  private synchronized boolean isFull() {
    return failure != null || underWay == window.tasks;
  }

  private synchronized boolean admit(long bytes) {
    if (failure != null || (underWay > 0 && bytes > window.bytes - bytesUnderWay)) {
      return false;
    }
    underWay++;
    bytesUnderWay += bytes;
    return true;
  }

  private void start(P part) {
    long bytes = size.applyAsLong(part);
    Task task = task(part);
    synchronized (this) {
      tasks.add(task);
    }
    try {
      task.start(problem -> end(task, bytes, problem));
    } catch (Throwable e) { // Whatever a store throws, the tasks under way must be waited for.
      end(task, bytes, e);
    }
    if (hasFailed()) { // Or else no one would cancel it.
      task.cancel();
    }
  }

  private Task task(P part) {
    try {
      return tasksOf.apply(part);
    } catch (Throwable e) { // As above.
      return Task.of(CompletableFuture.failedFuture(e), () -> {});
    }
  }

  private synchronized boolean hasFailed() {
    return failure != null;
  }

  private void end(Task task, long bytes, @Nullable Throwable problem) {
    if (problem != null) {
      fail(problem);
    }
    synchronized (this) {
      tasks.remove(task);
      underWay--;
      bytesUnderWay -= bytes;
    }
    proceed();
  }

  private void fail(Throwable problem) {
    List<Task> cancelled;
    synchronized (this) {
      if (failure != null) {
        return;
      }
      failure = problem;
      cancelled = List.copyOf(tasks);
    }
    cancelled.forEach(Task::cancel);
  }

  private void finishIfOver() {
    Throwable problem;
    synchronized (this) {
      if (underWay > 0 || (failure == null && (next != null || !source.isOver()))) {
        return;
      }
      problem = failure;
    }
    if (problem == null) {
      result.complete(null);
    } else {
      result.completeExceptionally(problem);
    }
  }
}
