package dev.zarrasync.fetch;

import dev.zarrasync.fetch.Clock.Alarm;
import java.util.Arrays;
import java.util.concurrent.Executor;

/**
 * Says when to send a second request: where the first takes longer than 95 % of the recent ones.
 * What is answered first counts (Dean and Barroso, "The Tail at Scale", CACM 56, 2013). At most one
 * request in twenty is a second one.
 */
final class Hedging {

  private static final long SHORTEST_DELAY = 5_000_000;
  private static final int ONE_IN = 20;

  /** What has been saved up is not sent in one burst. */
  private static final int MOST_AT_ONCE = 32;

  private final Clock clock;
  private final Executor executor;
  private final RecentTimes times = new RecentTimes();

  // Guarded by this.
  private int credit;
  private long seconds;

  Hedging(Clock clock, Executor executor) {
    this.clock = clock;
    this.executor = executor;
  }

  /**
   * Counts a first request, which is sent now.
   *
   * @param sendSecond run if it is slow
   */
  Alarm sent(Runnable sendSecond) {
    synchronized (this) {
      credit = Math.min(MOST_AT_ONCE * ONE_IN, credit + 1);
    }
    long slow = times.slow();
    return slow == RecentTimes.UNKNOWN
        ? Alarm.NONE
        : clock.after(Math.max(SHORTEST_DELAY, slow), () -> executor.execute(sendSecond));
  }

  /** Counts a second request, if there may be one. */
  synchronized boolean maySendSecond() {
    if (credit < ONE_IN) {
      return false;
    }
    credit -= ONE_IN;
    seconds++;
    return true;
  }

  /** Learns how long a get took that was first sent then. */
  void took(long start) {
    times.add(clock.nanos() - start);
  }

  /** How many second requests there were. */
  synchronized long seconds() {
    return seconds;
  }

  /** How long the last few gets took. Safe for use by many threads. */
  static final class RecentTimes {

    static final int LEAST = 100;
    static final long UNKNOWN = -1;

    private static final int MOST = 512;
    private static final int LOOKS_EVERY = 16;

    // Guarded by this.
    private final long[] times = new long[MOST];
    private int count;

    private volatile long slow = UNKNOWN;

    /** Adds a time in nanoseconds. */
    synchronized void add(long time) {
      times[count % MOST] = time;
      // Wraps to where the ring is still full.
      count = count == Integer.MAX_VALUE - MOST ? MOST : count + 1;
      if (count == LEAST || (count > LEAST && count % LOOKS_EVERY == 0)) {
        long[] sorted = Arrays.copyOf(times, Math.min(count, MOST));
        Arrays.sort(sorted);
        slow = sorted[sorted.length * 95 / 100];
      }
    }

    /** How long all but 5 % take, or {@link #UNKNOWN} while there are too few. */
    long slow() {
      return slow;
    }
  }
}
