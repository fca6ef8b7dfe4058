package dev.zarrasync.fetch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
      target.completeExceptionally(unwrap(failure));
    }
  }

  static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
