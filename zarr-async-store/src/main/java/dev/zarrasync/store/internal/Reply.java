package dev.zarrasync.store.internal;

import java.util.concurrent.CompletableFuture;

/**
 * A future that knows when it is over, whoever completed or cancelled it: what is under way for it
 * ends then. A function chained to it would cost a future more. Safe for use by many threads.
 *
 * @param <T> the value's type
 */
public abstract class Reply<T> extends CompletableFuture<T> {

  /** Is under way. */
  protected Reply() {}

  /**
   * Ends what is under way. Called when the functions chained to this future have run; more than
   * once if several threads complete it.
   */
  protected abstract void over();

  @Override
  public final boolean complete(T value) {
    return over(super.complete(value));
  }

  @Override
  public final boolean completeExceptionally(Throwable failure) {
    return over(super.completeExceptionally(failure));
  }

  @Override
  public final boolean cancel(boolean mayInterruptIfRunning) {
    return over(super.cancel(mayInterruptIfRunning));
  }

  private boolean over(boolean isOver) {
    if (isOver) {
      over();
    }
    return isOver;
  }
}
