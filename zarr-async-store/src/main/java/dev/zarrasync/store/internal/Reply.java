package dev.zarrasync.store.internal;

import dev.zarrasync.store.StoreException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A future that knows when it is over, whoever completed or cancelled it: what is under way for it
 * ends then. Safe for use by many threads.
 *
 * @param <T> the value's type
 */
public abstract class Reply<T> extends CompletableFuture<T> {

  // Guarded by this.
  private @Nullable BiConsumer<? super T, ? super Throwable> follower;

  /** Is under way. */
  protected Reply() {}

  /**
   * Ends what is under way. Called when the functions chained to this future have run; more than
   * once if several threads complete it.
   */
  protected abstract void over();

  /**
   * Tells a function of the end of a future, as {@code whenComplete} does, which makes one more. At
   * once, if the value is there already.
   *
   * @param <T> the value's type
   * @param future any future
   * @param function gets the value, or null; and the failure, or null
   */
  public static <T> void follow(
      CompletableFuture<T> future, BiConsumer<? super T, ? super Throwable> function) {
    if (future.isDone() && !future.isCompletedExceptionally()) {
      function.accept(future.join(), null);
    } else if (!(future instanceof Reply<T> reply) || !reply.takes(function)) {
      future.whenComplete(function);
    }
  }

  private synchronized boolean takes(BiConsumer<? super T, ? super Throwable> function) {
    if (follower != null || isDone()) {
      return false;
    }
    follower = function;
    return true;
  }

  /**
   * Completes as another future did.
   *
   * @param value what that gave
   * @param failure what that failed with, or null
   */
  public final void end(T value, @Nullable Throwable failure) {
    if (failure == null) {
      complete(value);
    } else {
      completeExceptionally(StoreException.unwrap(failure));
    }
  }

  @Override
  public final boolean complete(@Nullable T value) {
    return super.complete(value) && tell(value, null);
  }

  @Override
  public final boolean completeExceptionally(Throwable failure) {
    return super.completeExceptionally(failure) && tell(null, failure);
  }

  @Override
  public final boolean cancel(boolean mayInterruptIfRunning) {
    return super.cancel(mayInterruptIfRunning) && tell(null, new CancellationException());
  }

  private boolean tell(@Nullable T value, @Nullable Throwable failure) {
    BiConsumer<? super T, ? super Throwable> told;
    synchronized (this) {
      told = follower;
      follower = null;
    }
    try {
      if (told != null) {
        told.accept(value, failure);
      }
    } finally {
      over();
    }
    return true;
  }
}
