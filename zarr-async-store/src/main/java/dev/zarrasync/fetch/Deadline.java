package dev.zarrasync.fetch;

import java.time.Duration;

/**
 * When an operation must be over. The time runs from when its first request is sent: who waits
 * behind others of the same store waits for his turn, not for the server.
 */
final class Deadline {

  private final Clock clock;
  private final Duration time;
  private volatile long end;
  private volatile boolean runs;

  Deadline(Clock clock, Duration time) {
    this.clock = clock;
    this.time = time;
  }

  /** Starts the time, the first time. */
  void begin() {
    if (!runs) {
      end = clock.nanos() + time.toNanos();
      runs = true;
    }
  }

  Duration time() {
    return time;
  }

  /** How many nanoseconds are left: not more than none when it has passed. */
  long left() {
    return runs ? end - clock.nanos() : time.toNanos();
  }
}
