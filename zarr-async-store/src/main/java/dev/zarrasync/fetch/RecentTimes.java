package dev.zarrasync.fetch;

import java.util.Arrays;

/** How long the last few gets took. Safe for use by many threads. */
final class RecentTimes {

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
