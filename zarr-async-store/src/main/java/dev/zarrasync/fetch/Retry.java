package dev.zarrasync.fetch;

import dev.zarrasync.fetch.Clock.Alarm;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request again when it fails for a transient reason, after a pause with full jitter
 * (Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015), and never before the
 * server said (RFC 9110, section 10.2.3). If that is too late for the deadline, it has failed.
 */
final class Retry {

  /** A request that can be sent more than once. */
  @FunctionalInterface
  interface Request<T> {

    /**
     * Sends it.
     *
     * @param isFirst whether it is sent for the first time
     */
    CompletableFuture<T> send(boolean isFirst);
  }

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /**
   * What is seldom mended by waiting for long: an answer that breaks the protocol, and no
   * connection to a server that has never answered, whose address may be wrong.
   */
  private static final int MOST_HOPELESS = 5;

  private static final int MOST_TOLD = 4;

  private final int maxAttempts;
  private final RetryBudget budget;
  private final Clock clock;
  private final Executor executor;
  private volatile boolean reached;

  Retry(int maxAttempts, RetryBudget budget, Clock clock, Executor executor) {
    this.maxAttempts = maxAttempts;
    this.budget = budget;
    this.clock = clock;
    this.executor = executor;
  }

  /**
   * Runs a request until it succeeds, fails for good, has failed too often, or its time is over.
   *
   * @param deadline is begun by the request
   * @return as the last attempt completes, or at the deadline as a {@link Kind#TIMEOUT} with the
   *     last answer there was. Completing it otherwise cancels the attempt under way, and no other
   *     starts.
   */
  <T> CompletableFuture<T> run(Deadline deadline, Request<T> request) {
    Run<T> run = new Run<>(deadline, request);
    run.attempt();
    return run.result;
  }

  private boolean isHopeless(Kind kind) {
    if (kind == Kind.CONNECTION) {
      return !reached;
    }
    if (kind.isTransient() && kind != Kind.TIMEOUT) { // Others need no server.
      reached = true;
    }
    return kind == Kind.BAD_RESPONSE;
  }

  /** Whether a server said what is wrong. */
  private static boolean isAnswer(StoreException failure) {
    return failure.kind() != Kind.TIMEOUT && failure.kind() != Kind.CONNECTION;
  }

  private static long pause(int attempts) {
    int doublings = Math.min(attempts - 1, 16);
    long longest = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << doublings);
    return ThreadLocalRandom.current().nextLong(longest + 1);
  }

  /** The attempts of one request, of which each starts after the one before has failed. */
  private final class Run<T> {
    final CompletableFuture<T> result = new CompletableFuture<>();
    private final Deadline deadline;
    private final Request<T> request;
    private final Runnable again = this::attempt;
    private volatile @Nullable CompletableFuture<T> underWay;
    private volatile Alarm pause = Alarm.NONE;
    private volatile Alarm end = Alarm.NONE;
    private volatile int attempts;

    // Guarded by this.
    private int hopeless;
    private final Deque<StoreException> failures = new ArrayDeque<>(0);
    private @Nullable StoreException answer;

    Run(Deadline deadline, Request<T> request) {
      this.deadline = deadline;
      this.request = request;
      result.whenComplete((value, failure) -> stop());
    }

    private void stop() {
      if (end != Alarm.NONE) {
        end.turnOff();
        pause.turnOff();
        budget.forget(again);
      }
      CompletableFuture<T> attempt = underWay;
      if (attempt != null) {
        attempt.cancel(false);
      }
    }

    void attempt() {
      if (result.isDone()) {
        return;
      }
      CompletableFuture<T> attempt = request.send(count() == 1);
      underWay = attempt;
      attempt.whenComplete(this::ended);
      if (result.isDone()) { // Or else no one would cancel it.
        attempt.cancel(false);
      }
    }

    private synchronized int count() {
      attempts++;
      return attempts;
    }

    private void ended(T value, @Nullable Throwable failure) {
      if (failure == null) {
        reached = true;
        budget.succeeded();
      }
      if (failure != null && StoreException.unwrap(failure) instanceof StoreException e) {
        failed(e);
      } else {
        Relay.complete(result, value, failure);
      }
    }

    private void failed(StoreException failure) {
      StoreException verdict = verdict(failure);
      if (verdict != null) {
        result.completeExceptionally(verdict);
        return;
      }
      long left = deadline.left();
      if (end == Alarm.NONE) {
        end = clock.after(left, () -> executor.execute(this::late));
      }
      long wait = failure.retryAfter().toNanos() + pause(attempts);
      pause = clock.after(Math.min(wait, left), () -> budget.take(again));
      if (result.isDone()) { // Or else no one would turn them off.
        stop();
      }
    }

    /** Returns the error to fail with, or null if the request is to be sent again. */
    private synchronized @Nullable StoreException verdict(StoreException failure) {
      hopeless += isHopeless(failure.kind()) ? 1 : 0;
      if (!failure.kind().isTransient()) {
        return told(failure.afterAttempts(attempts));
      }
      long left = deadline.left();
      if (left <= 0) {
        if (failures.isEmpty() || failure.kind() != Kind.TIMEOUT) { // Or else it was cut off.
          add(failure);
        }
        return pastDeadline();
      }
      if (attempts == maxAttempts
          || hopeless == MOST_HOPELESS
          || failure.retryAfter().toNanos() > left) {
        return told(failure.afterAttempts(attempts));
      }
      add(failure);
      return null;
    }

    private void add(StoreException failure) {
      if (failures.size() == MOST_TOLD) {
        failures.remove();
      }
      failures.add(failure);
      answer = isAnswer(failure) ? failure : answer;
    }

    private void late() {
      result.completeExceptionally(pastDeadline());
    }

    private synchronized StoreException pastDeadline() {
      StoreException cause = answer != null ? answer : failures.getLast();
      return told(cause.pastDeadline(deadline.time(), attempts));
    }

    /** Adds the other failures, the last few of them. */
    private StoreException told(StoreException error) {
      failures.stream().filter(f -> f != error.getCause()).forEach(error::addSuppressed);
      return error;
    }
  }
}
