package dev.zarrasync.prefetch;

import dev.zarrasync.store.internal.Durations;
import java.time.Duration;

/**
 * How long a prefetching store believes what it has learned ahead. Writes of this process are seen
 * at once, whatever the times.
 *
 * @param life for how long a chunk that was fetched ahead waits to be asked for. The price: for as
 *     long, what others store in its place is not seen.
 * @param absentLife for how long it is believed that a chunk is absent. The price: for as long, a
 *     chunk that others store reads as fill values. With zero no absence is believed that was not
 *     learned for the very chunk that is asked for, so that sparse arrays are read one missing
 *     chunk after the other.
 */
public record PrefetchOptions(Duration life, Duration absentLife) {

  private static final Duration LONGEST = Duration.ofDays(36_525);

  /** Chunks wait for 10 seconds; absence is believed for 1 second. */
  public static final PrefetchOptions DEFAULT =
      new PrefetchOptions(Duration.ofSeconds(10), Duration.ofSeconds(1));

  /** Checks the times. */
  public PrefetchOptions {
    check("life", life);
    check("absentLife", absentLife);
  }

  private static void check(String name, Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " is " + Durations.text(time) + ": it must be from 0 to 100 years");
    }
  }

  /**
   * Sets for how long a chunk waits to be asked for.
   *
   * @param time a time, zero for not at all
   * @return these options with it
   */
  public PrefetchOptions life(Duration time) {
    return new PrefetchOptions(time, absentLife);
  }

  /**
   * Sets for how long absence is believed.
   *
   * @param time a time, zero for not at all
   * @return these options with it
   */
  public PrefetchOptions absentLife(Duration time) {
    return new PrefetchOptions(life, time);
  }
}
