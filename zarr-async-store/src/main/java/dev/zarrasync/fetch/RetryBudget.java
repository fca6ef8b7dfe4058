package dev.zarrasync.fetch;

import dev.zarrasync.fetch.Clock.Alarm;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * How many requests of a store may be sent again, so that a server in trouble does not get a
 * multiple of its requests. A retry takes a token, or waits for one. Each success brings one, and
 * so does time, slowly: by these a store notices that the server is back.
 */
final class RetryBudget {

  private static final long NANOS_PER_TOKEN = 100_000_000;

  private final int capacity;
  private final Clock clock;
  private final Executor executor;
  private volatile boolean full = true;

  // Guarded by this.
  private final Set<Request<?>> waiting = new LinkedHashSet<>();
  private int tokens;
  private Alarm refill = Alarm.NONE;

  /**
   * Starts full.
   *
   * @param capacity how many retries may start one after the other
   * @param executor queues requests again
   */
  RetryBudget(int capacity, Clock clock, Executor executor) {
    this.capacity = capacity;
    this.tokens = capacity;
    this.clock = clock;
    this.executor = executor;
  }

  /** Queues a request again when there is a token. First come, first served. */
  void take(Request<?> request) {
    synchronized (this) {
      waiting.add(request);
    }
    proceed(0);
  }

  /** Lets go of a request that waits. */
  synchronized void forget(Request<?> request) {
    waiting.remove(request);
  }

  /** Puts a token back. Costs nothing as long as all goes well. */
  void succeeded() {
    if (!full) {
      proceed(1);
    }
  }

  private void proceed(int more) {
    Request<?> next = null;
    synchronized (this) {
      tokens = Math.min(capacity, tokens + more);
      Iterator<Request<?>> first = waiting.iterator();
      if (tokens > 0 && first.hasNext()) {
        next = first.next();
        first.remove();
        tokens--;
      }
      full = tokens == capacity;
      if (!full && refill == Alarm.NONE) {
        refill = clock.after(NANOS_PER_TOKEN, this::refill);
      }
    }
    if (next != null) {
      executor.execute(next::queue);
    }
  }

  private void refill() {
    synchronized (this) {
      refill = Alarm.NONE;
    }
    proceed(1);
  }
}
