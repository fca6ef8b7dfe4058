package dev.zarrasync.s3;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Keeps a client in native code open while it is called, and uncalled once it is closed: a call of
 * a closed one would end the process. Nothing waits: who is last to leave closes it.
 */
final class NativeCalls {

  private final Runnable close;

  // Guarded by this.
  private int underWay;
  private boolean closed;

  /**
   * Guards a client that is open.
   *
   * @param close closes it; run once
   */
  NativeCalls(Runnable close) {
    this.close = close;
  }

  /** Makes a call. Fails if the client is closed. */
  <T> CompletableFuture<T> make(Supplier<CompletableFuture<T>> call) {
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(new IllegalStateException("The client is closed"));
      }
      underWay++;
    }
    try {
      return call.get();
    } finally {
      leave();
    }
  }

  private void leave() {
    boolean isLast;
    synchronized (this) {
      underWay--;
      isLast = closed && underWay == 0;
    }
    if (isLast) {
      close.run();
    }
  }

  /** Closes the client as soon as no call is under way. Lets no other begin. */
  void close() {
    boolean isFree;
    synchronized (this) {
      isFree = !closed && underWay == 0;
      closed = true;
    }
    if (isFree) {
      close.run();
    }
  }
}
