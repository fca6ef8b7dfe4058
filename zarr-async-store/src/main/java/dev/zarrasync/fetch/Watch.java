package dev.zarrasync.fetch;

import dev.zarrasync.fetch.Clock.Alarm;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Durations;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ends an attempt that takes too long, or in which nothing comes for too long. One alarm does it.
 */
final class Watch<T> implements Admission {

  /** What {@link #heard} is until the transport tells of something. */
  private static final long NEVER = Long.MIN_VALUE;

  private final AsyncStore store;
  private final String key;
  private final FetchOptions options;
  private final Clock clock;
  private final Deadline deadline;
  private final Admission admission;
  private final long start;
  private final Attempt<T> result = new Attempt<>();

  private volatile long heard = NEVER;
  private volatile boolean waitsForRoom;
  private volatile Alarm alarm = Alarm.NONE;
  private volatile @Nullable StoreException late;

  /**
   * Watches nothing yet.
   *
   * @param store named in errors, as {@code key} is
   * @param options how long the attempt may take
   * @param deadline ends the attempt, too
   * @param admission lets the body in
   */
  Watch(
      AsyncStore store,
      String key,
      FetchOptions options,
      Clock clock,
      Deadline deadline,
      Admission admission) {
    this.store = store;
    this.key = key;
    this.options = options;
    this.clock = clock;
    this.deadline = deadline;
    this.admission = admission;
    this.start = clock.nanos();
  }

  @Override
  public CompletableFuture<Void> admit(long bytes) {
    CompletableFuture<Void> admitted = admission.admit(bytes);
    if (!admitted.isDone()) {
      paused();
      admitted.whenComplete((nothing, refusal) -> progressed());
    }
    return admitted;
  }

  @Override
  public Body body(int length, BodyCheck check) {
    return admission.body(length, check);
  }

  @Override
  public void progressed() {
    heard = clock.nanos();
    waitsForRoom = false;
  }

  @Override
  public void paused() {
    waitsForRoom = true;
  }

  /**
   * Sends a request, and cancels it if it is not done in time.
   *
   * @return as the request completes, but with another error than a cancel when it is late.
   *     Cancelling it cancels the request.
   */
  CompletableFuture<T> over(Function<Admission, CompletableFuture<T>> send) {
    CompletableFuture<T> request = send.apply(this);
    request.whenComplete(
        (value, failure) -> {
          alarm.turnOff();
          StoreException error = late;
          Relay.complete(result, value, failure == null || error == null ? failure : error);
        });
    result.sends(request);
    look(request);
    return result;
  }

  /** Ends the request if it is time, or else looks again when it may be. */
  private void look(CompletableFuture<T> request) {
    if (request.isDone()) {
      return;
    }
    long operation = deadline.left();
    long attempt = left(options.attemptTimeout(), start);
    long patience = patience();
    if (operation <= 0) {
      end(request, "no answer before the deadline");
    } else if (attempt <= 0) {
      end(request, "no answer within " + Durations.text(options.attemptTimeout()));
    } else if (patience <= 0) {
      end(request, "no byte in " + Durations.text(options.stallTimeout()));
    } else {
      long first = Math.min(operation, Math.min(attempt, patience));
      alarm = clock.after(first, () -> look(request));
      if (request.isDone()) { // Or else no one would turn it off.
        alarm.turnOff();
      }
    }
  }

  /** How long nothing may come yet. */
  private long patience() {
    long last = heard;
    boolean counts = last != NEVER && !waitsForRoom;
    return counts ? left(options.stallTimeout(), last) : options.stallTimeout().toNanos();
  }

  private long left(Duration time, long since) {
    return time.toNanos() - (clock.nanos() - since);
  }

  private void end(CompletableFuture<T> request, String problem) {
    late = new StoreException(Kind.TIMEOUT, store, key, problem, null);
    request.cancel(false);
  }
}
