package dev.zarrasync.fetch;

import dev.zarrasync.fetch.Clock.Alarm;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends a second request where the first takes longer than 95 % of the recent ones, and takes what
 * is answered first (Dean and Barroso, "The Tail at Scale", CACM 56, 2013). At most one request in
 * twenty is a second one.
 */
final class Hedging {

  private static final long SHORTEST_DELAY = 5_000_000;
  private static final int ONE_IN = 20;

  /** What has been saved up is not sent in one burst. */
  private static final int MOST_AT_ONCE = 32;

  private final Permits permits;
  private final Clock clock;
  private final Executor executor;
  private final RecentTimes times = new RecentTimes();

  // Guarded by this.
  private int credit;
  private long seconds;

  Hedging(Permits permits, Clock clock, Executor executor) {
    this.permits = permits;
    this.clock = clock;
    this.executor = executor;
  }

  /**
   * Sends a request, and perhaps again.
   *
   * @param isFirst as {@link Permits#run} wants it
   * @param trace follows the requests
   * @param send sends a request
   * @return the first success, or the last failure. Cancelling it cancels both.
   */
  <T> CompletableFuture<T> run(
      boolean isFirst, RequestTrace trace, Function<Admission, CompletableFuture<T>> send) {
    Race<T> race = new Race<>(trace, send);
    race.add(permits.run(isFirst, trace.attempt(race::sendFirst)));
    return race.result;
  }

  /** How many second requests there were. */
  synchronized long seconds() {
    return seconds;
  }

  private synchronized void countFirst() {
    credit = Math.min(MOST_AT_ONCE * ONE_IN, credit + 1);
  }

  private synchronized boolean mayHaveSecond() {
    if (credit < ONE_IN) {
      return false;
    }
    credit -= ONE_IN;
    seconds++;
    return true;
  }

  private final class Race<T> {
    final CompletableFuture<T> result = new CompletableFuture<>();
    private final RequestTrace trace;
    private final Function<Admission, CompletableFuture<T>> send;
    private volatile long start;
    private volatile boolean answered;
    private volatile Alarm alarm = Alarm.NONE;

    // Guarded by this.
    private int running;

    Race(RequestTrace trace, Function<Admission, CompletableFuture<T>> send) {
      this.trace = trace;
      this.send = send;
      result.whenComplete((value, failure) -> alarm.turnOff());
    }

    CompletableFuture<T> sendFirst(Admission admission) {
      countFirst();
      start = clock.nanos();
      long delay = times.slow();
      if (delay != RecentTimes.UNKNOWN) {
        alarm =
            clock.after(Math.max(SHORTEST_DELAY, delay), () -> executor.execute(this::sendSecond));
      }
      return send.apply(admission.admittedBy(bytes -> admit(admission, bytes)));
    }

    /** An answer whose body is on its way, or waits for room, is not late. */
    private CompletableFuture<Void> admit(Admission admission, long bytes) {
      answered = true;
      alarm.turnOff();
      return admission.admit(bytes);
    }

    private void sendSecond() {
      if (!result.isDone() && !answered && mayHaveSecond()) {
        add(permits.run(false, trace.hedge(send)));
      }
    }

    void add(CompletableFuture<T> request) {
      synchronized (this) {
        running++;
      }
      request.whenComplete(this::ended);
      Relay.passCancel(result, request);
    }

    private void ended(T value, @Nullable Throwable failure) {
      if (failure == null) {
        if (!result.isDone()) {
          times.add(clock.nanos() - start);
        }
        result.complete(value);
      } else if (isLast()) {
        Relay.complete(result, value, failure);
      }
    }

    private synchronized boolean isLast() {
      running--;
      return running == 0;
    }
  }
}
