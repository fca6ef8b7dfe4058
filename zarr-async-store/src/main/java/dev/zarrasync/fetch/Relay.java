package dev.zarrasync.fetch;

import dev.zarrasync.store.StoreException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Passes the outcome of one future on to another, and a cancel back. */
final class Relay {

  private Relay() {}

  /**
   * Completes {@code target} as {@code source} completes, and cancels {@code source} if {@code
   * target} is completed otherwise. A future derived by {@code thenApply} would not do the latter.
   */
  static <T> void connect(CompletableFuture<T> source, CompletableFuture<T> target) {
    source.whenComplete((value, failure) -> complete(target, value, failure));
    passCancel(target, source);
  }

  /**
   * Cancels {@code source}, if it is still under way, when {@code target} is complete. Interrupts
   * no thread: it may have other work by then.
   */
  static void passCancel(CompletableFuture<?> target, CompletableFuture<?> source) {
    target.whenComplete((value, failure) -> source.cancel(false));
  }

  static <T> void complete(CompletableFuture<T> target, T value, @Nullable Throwable failure) {
    if (failure == null) {
      target.complete(value);
    } else {
      target.completeExceptionally(StoreException.unwrap(failure));
    }
  }
}
