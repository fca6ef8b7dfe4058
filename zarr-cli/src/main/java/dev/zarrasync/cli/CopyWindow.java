package dev.zarrasync.cli;

import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The copies under way: a bounded number, of a bounded number of bytes. Used by one thread. */
final class CopyWindow {

  private static final int BYTES_PER_PERMIT = 1 << 10;
  private static final long MAX_BYTES = 256L << 20;

  private final int maxObjects;
  private final int maxPermits;
  private final Semaphore objects;
  private final Semaphore permits;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** Makes a window in which both stores have enough to do. */
  CopyWindow(AsyncStore source, AsyncStore destination) {
    long bytes = Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / 4);
    maxObjects = source.limits().maxInFlight() + destination.limits().maxInFlight();
    maxPermits = (int) (bytes / BYTES_PER_PERMIT);
    objects = new Semaphore(maxObjects);
    permits = new Semaphore(maxPermits);
  }

  /** Begins a copy when there is room; one that is larger than the window when it is alone. */
  void begin(CopyJob job) throws IOException {
    int size = (int) Math.min(maxPermits, job.bytes() / BYTES_PER_PERMIT + 1);
    acquire(objects, 1);
    acquire(permits, size);
    if (failure.get() != null) {
      permits.release(size);
      objects.release();
      await();
    }
    job.work()
        .get()
        .whenComplete(
            (done, problem) -> {
              if (problem != null) {
                failure.compareAndSet(null, problem);
              }
              permits.release(size);
              objects.release();
            });
  }

  /**
   * Waits for all that were begun.
   *
   * @throws CompletionException with what the first that failed did so
   */
  void await() throws IOException {
    acquire(objects, maxObjects);
    objects.release(maxObjects);
    Throwable problem = failure.get();
    if (problem != null) {
      throw new CompletionException(problem);
    }
  }

  private static void acquire(Semaphore semaphore, int count) throws InterruptedIOException {
    try {
      semaphore.acquire(count);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while copying");
    }
  }
}
