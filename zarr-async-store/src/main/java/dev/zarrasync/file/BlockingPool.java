package dev.zarrasync.file;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs blocking operations on a few daemon threads, which end when idle. */
final class BlockingPool implements AutoCloseable {

  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  /**
   * Makes a pool without a thread.
   *
   * @param size how many operations run at once; the others wait
   */
  BlockingPool(int size) {
    threads =
        new ThreadPoolExecutor(
            size,
            size,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            BlockingPool::newThread,
            (task, pool) -> ((Task<?>) task).refuse());
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread newThread(Runnable work) {
    Thread thread = new Thread(work, "zarrasync-file");
    thread.setDaemon(true);
    return thread;
  }

  /** What to run. It may stop early, in any way, once nobody waits for its value. */
  interface Operation<T> {
    @Nullable T run(BooleanSupplier abandoned) throws IOException;
  }

  /** The pool was closed before an operation could run. */
  static final class ClosedException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Runs an operation, unless the future is cancelled before its turn.
   *
   * @param operation what to run
   * @param toFailure makes of what the operation throws, or of a {@link ClosedException}, what the
   *     future fails with
   * @return the operation's value
   */
  <T> CompletableFuture<T> run(
      Operation<T> operation, Function<Throwable, ? extends Exception> toFailure) {
    CompletableFuture<T> result = new CompletableFuture<>();
    threads.execute(new Task<>(operation, toFailure, result));
    return result;
  }

  boolean isClosed() {
    return threads.isShutdown();
  }

  /** Interrupts what runs, which closes the file that it reads or writes, and fails what waits. */
  @Override
  public void close() {
    threads.shutdownNow().forEach(task -> ((Task<?>) task).refuse());
  }

  private record Task<T>(
      Operation<T> operation,
      Function<Throwable, ? extends Exception> toFailure,
      CompletableFuture<T> result)
      implements Runnable {

    @Override
    public void run() {
      if (result.isDone()) {
        return;
      }
      try {
        result.complete(operation.run(result::isDone));
      } catch (Throwable e) { // Also an Error: someone waits for the result.
        result.completeExceptionally(failure(e));
      }
    }

    /** A full heap may have no room for the message either. */
    private Throwable failure(Throwable problem) {
      try {
        return toFailure.apply(problem);
      } catch (Throwable e) {
        return problem;
      }
    }

    void refuse() {
      result.completeExceptionally(toFailure.apply(new ClosedException()));
    }
  }
}
