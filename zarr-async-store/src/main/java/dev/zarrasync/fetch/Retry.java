package dev.zarrasync.fetch;

import dev.zarrasync.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request again when it fails for a transient reason, after a pause with full jitter
 * (Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015).
 */
final class Retry {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final int maxAttempts;
  private final Executor executor;

  Retry(int maxAttempts, Executor executor) {
    this.maxAttempts = maxAttempts;
    this.executor = executor;
  }

  /**
   * Runs a request until it succeeds, fails for good or has failed too often.
   *
   * @return as the last attempt completes. Cancelling it cancels the attempt under way, and no
   *     other starts.
   */
  <T> CompletableFuture<T> run(Supplier<CompletableFuture<T>> request) {
    CompletableFuture<T> result = new CompletableFuture<>();
    attempt(1, request, result);
    return result;
  }

  private <T> void attempt(
      int number, Supplier<CompletableFuture<T>> request, CompletableFuture<T> result) {
    if (result.isDone()) {
      return;
    }
    CompletableFuture<T> attempt = request.get();
    attempt.whenComplete(
        (value, failure) -> {
          if (!isTransient(failure) || number == maxAttempts) {
            Relay.complete(result, value, afterAttempts(number, failure));
          } else {
            CompletableFuture.delayedExecutor(pause(number), TimeUnit.MILLISECONDS, executor)
                .execute(() -> attempt(number + 1, request, result));
          }
        });
    Relay.passCancel(result, attempt);
  }

  private static boolean isTransient(@Nullable Throwable failure) {
    return failure != null
        && Relay.unwrap(failure) instanceof StoreException e
        && e.kind().isTransient();
  }

  private static @Nullable Throwable afterAttempts(int number, @Nullable Throwable failure) {
    return failure != null && Relay.unwrap(failure) instanceof StoreException e
        ? e.afterAttempts(number)
        : failure;
  }

  private static long pause(int attempts) {
    int doublings = Math.min(attempts - 1, 16);
    long longest = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << doublings);
    return ThreadLocalRandom.current().nextLong(longest + 1);
  }
}
