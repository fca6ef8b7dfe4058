package dev.zarrasync.fetch;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a request. A cancel ends the request before it ends this future: who waits for the
 * future to send the next request does not send it while the first is under way.
 */
final class Attempt<T> extends CompletableFuture<T> {

  private volatile @Nullable CompletableFuture<?> request;

  /** Completes as {@code outcome} does, and passes a cancel on to {@code request}. */
  void follow(CompletableFuture<T> outcome, CompletableFuture<?> request) {
    outcome.whenComplete((value, failure) -> Relay.complete(this, value, failure));
    sends(request);
  }

  /** Sets the request that a cancel ends. It ends at once if this was cancelled before. */
  void sends(CompletableFuture<?> request) {
    this.request = request;
    if (isCancelled()) {
      request.cancel(false);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    CompletableFuture<?> sent = request;
    if (sent != null) {
      sent.cancel(false);
    }
    return super.cancel(mayInterruptIfRunning);
  }
}
