package dev.zarrasync.fetch;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.zarrasync.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Sends a request again when it fails for a transient reason, after a pause with full jitter
 * (Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015).
 */
final class Retry {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final FailsafeExecutor<Object> failsafe;

  Retry(int maxAttempts, ExecutorService executor) {
    RetryPolicy<Object> policy =
        RetryPolicy.builder()
            .handleIf(Retry::isTransient)
            .withMaxAttempts(maxAttempts)
            .withDelayFn(context -> pause(context.getAttemptCount()))
            .build();
    failsafe = Failsafe.with(policy).with(executor);
  }

  /** Runs a request until it succeeds, fails for good or has failed too often. */
  <T> CompletableFuture<T> run(Supplier<CompletableFuture<T>> request) {
    AtomicInteger attempts = new AtomicInteger();
    CompletableFuture<T> result = new CompletableFuture<>();
    CompletableFuture<T> outcome =
        failsafe.getStageAsync(
            () -> {
              attempts.incrementAndGet();
              CompletableFuture<T> attempt = request.get();
              // Failsafe does not pass a cancel on to the stage it waits for.
              Relay.passCancel(result, attempt);
              return attempt;
            });
    outcome.whenComplete(
        (value, failure) -> {
          if (failure != null && Relay.unwrap(failure) instanceof StoreException e) {
            result.completeExceptionally(e.afterAttempts(attempts.get()));
          } else {
            Relay.complete(result, value, failure);
          }
        });
    Relay.passCancel(result, outcome);
    return result;
  }

  private static boolean isTransient(Throwable failure) {
    return Relay.unwrap(failure) instanceof StoreException e && e.kind().isTransient();
  }

  private static Duration pause(int attempts) {
    int doublings = Math.min(attempts - 1, 16);
    long longest = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << doublings);
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest + 1));
  }
}
