package dev.zarrasync.array;

import dev.zarrasync.store.Limits;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task for each part of a selection, so many at once as its window has room for. The first
 * failure cancels the tasks under way, and no other starts.
 */
final class PartsInFlight {

  /**
   * A task under way.
   *
   * @param done completes when the task is over
   * @param cancel asks it to end soon
   */
  record Task(CompletableFuture<?> done, Runnable cancel) {}

  private final Iterator<ChunkPart> parts;
  private final Function<ChunkPart, Task> start;
  private final int window;
  private final CompletableFuture<Void> result = new CompletableFuture<>();
  private final AtomicInteger calls = new AtomicInteger();

  // Guarded by this.
  private final Set<Task> tasks = new HashSet<>();
  private int underWay;
  private @Nullable Throwable failure;

  private PartsInFlight(Selection parts, int window, Function<ChunkPart, Task> start) {
    this.parts = parts.iterator();
    this.window = window;
    this.start = start;
  }

  /**
   * Runs the tasks.
   *
   * @return completes when every task that was started is over. Cancelling it cancels them.
   */
  static CompletableFuture<Void> run(Selection parts, int window, Function<ChunkPart, Task> start) {
    PartsInFlight run = new PartsInFlight(parts, window, start);
    run.result.whenComplete((nothing, failure) -> run.fail(new CancellationException()));
    run.proceed();
    return run.result;
  }

  /**
   * Sizes a window: enough chunks to keep all of a store's permits busy while others are decoded,
   * and no more than its byte budget holds.
   */
  static int window(Limits limits, int chunkBytes) {
    long fit = Math.max(1, limits.maxBytesInFlight() / chunkBytes);
    return (int) Math.min(Integer.MAX_VALUE, Math.min(fit, 2L * limits.maxInFlight()));
  }

  /** One caller at a time starts tasks, in a loop: tasks that end at once need no deep stack. */
  private void proceed() {
    if (calls.getAndIncrement() > 0) {
      return;
    }
    int answered;
    do {
      answered = calls.get();
      while (mayStart()) {
        start(parts.next());
      }
      finishIfOver();
    } while (calls.addAndGet(-answered) > 0);
  }

  private synchronized boolean mayStart() {
    if (failure != null || underWay == window || !parts.hasNext()) {
      return false;
    }
    underWay++;
    return true;
  }

  private void start(ChunkPart part) {
    Task task = task(part);
    boolean failed;
    synchronized (this) {
      tasks.add(task);
      failed = failure != null;
    }
    if (failed) {
      task.cancel.run();
    }
    task.done.whenComplete((value, problem) -> end(task, problem));
  }

  private Task task(ChunkPart part) {
    try {
      return start.apply(part);
    } catch (Throwable e) { // Whatever a store throws, the tasks under way must be waited for.
      return new Task(CompletableFuture.failedFuture(e), () -> {});
    }
  }

  private void end(Task task, @Nullable Throwable problem) {
    if (problem != null) {
      fail(problem);
    }
    synchronized (this) {
      tasks.remove(task);
      underWay--;
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
    cancelled.forEach(task -> task.cancel.run());
  }

  private void finishIfOver() {
    Throwable problem;
    synchronized (this) {
      if (underWay > 0 || (failure == null && parts.hasNext())) {
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
