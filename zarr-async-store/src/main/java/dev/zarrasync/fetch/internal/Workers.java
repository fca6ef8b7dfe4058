package dev.zarrasync.fetch.internal;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The threads of the engine, one for each processor, shared by all stores: they send requests,
 * complete futures, and decode and encode chunks. They end when they have nothing to do.
 */
public final class Workers {

  // A function chained to a future may wait for another future: the pool then makes up for its
  // thread, up to this bound.
  private static final int MAX_THREADS = 256;

  public static final ExecutorService POOL =
      new ForkJoinPool(
          Runtime.getRuntime().availableProcessors(),
          new ForkJoinPool.ForkJoinWorkerThreadFactory() {
            @Override
            public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
              return named(ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool));
            }
          },
          null,
          true,
          0,
          MAX_THREADS,
          1,
          new Predicate<>() {
            @Override
            public boolean test(ForkJoinPool pool) {
              return true; // Tasks wait for a thread when there is none to spare.
            }
          },
          5,
          TimeUnit.SECONDS);

  private Workers() {}

  /**
   * Computes a value on one of the threads: at once if the caller is one of them, so that a store
   * counts what the task uses as in flight until it is done; otherwise soon.
   *
   * @param <T> the value's type
   * @param task computes and does not wait
   * @return the value, or what the task threw
   */
  public static <T> CompletableFuture<T> call(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    run(
        () -> {
          try {
            result.complete(task.call());
          } catch (Throwable e) { // An OutOfMemoryError, too, must reach who waits.
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  /**
   * Runs a task as {@link #call} does, where nobody waits for a value.
   *
   * @param task does not wait, and sees to what it throws
   */
  public static void run(Runnable task) {
    if (ForkJoinTask.getPool() == POOL) {
      task.run();
    } else {
      POOL.execute(task);
    }
  }

  /**
   * Runs tasks on the threads after a time. The common pool, which would do so otherwise, may be
   * full of callers who wait for them.
   *
   * @param time how long from when a task is given
   * @return takes tasks
   */
  public static Executor after(Duration time) {
    return CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS, POOL);
  }

  private static ForkJoinWorkerThread named(ForkJoinWorkerThread thread) {
    thread.setName("zarr-async-" + thread.getPoolIndex());
    return thread;
  }
}
