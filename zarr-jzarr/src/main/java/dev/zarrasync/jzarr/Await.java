package dev.zarrasync.jzarr;

import dev.zarrasync.store.StoreException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for futures on behalf of JZarr's blocking methods. */
final class Await {

  private Await() {}

  /**
   * Waits for a result.
   *
   * @throws InterruptedIOException if the thread is interrupted: the future is then cancelled, and
   *     the thread's interrupt status stays set
   * @throws IOException as the future failed
   */
  static <T> T result(CompletableFuture<T> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException | CancellationException e) {
      throw failure(e);
    }
  }

  private static IOException failure(Throwable failure) {
    Throwable cause = StoreException.unwrap(failure);
    if (cause instanceof IOException e) {
      return e;
    }
    if (cause instanceof RuntimeException e && !(cause instanceof CancellationException)) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    return new IOException(cause.toString(), cause);
  }
}
