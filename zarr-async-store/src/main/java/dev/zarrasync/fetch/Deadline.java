package dev.zarrasync.fetch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Ends a request that takes too long. */
final class Deadline {

  private Deadline() {}

  /**
   * Cancels a request that is not done in time, and fails then with another error than a cancel.
   *
   * @return as {@code request} completes; cancelling it cancels {@code request}
   */
  static <T> CompletableFuture<T> within(
      Duration time, CompletableFuture<T> request, Supplier<? extends Throwable> error) {
    CompletableFuture<T> result = new CompletableFuture<>();
    CompletableFuture<Void> clock = new CompletableFuture<>();
    clock
        .orTimeout(time.toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete(
            (nothing, failure) -> {
              if (failure instanceof TimeoutException) {
                result.completeExceptionally(error.get());
              }
            });
    Relay.connect(request, result);
    // Not by a cancel: JDK 17 would keep the timer until its time.
    result.whenComplete((value, failure) -> clock.complete(null));
    return result;
  }
}
