package dev.zarrasync.fetch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The time, and alarms. Safe for use by many threads. */
interface Clock {

  /** That of the machine. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Alarm after(long nanos, Runnable task) {
          CompletableFuture<Boolean> rings =
              new CompletableFuture<Boolean>()
                  .completeOnTimeout(true, Math.max(0, nanos), TimeUnit.NANOSECONDS);
          var unused =
              rings.thenAccept(
                  inTime -> {
                    if (inTime) {
                      task.run();
                    }
                  });
          // Not by a cancel: JDK 17 would keep the timer until its time.
          return () -> rings.complete(false);
        }
      };

  /** Runs a task unless it is turned off before. */
  @FunctionalInterface
  interface Alarm {

    /** Does nothing. */
    Alarm NONE = () -> {};

    /** Lets go of the task. */
    void turnOff();
  }

  /** Returns the time in nanoseconds since some moment. */
  long nanos();

  /**
   * Runs a task after a time.
   *
   * @param task returns soon: all alarms share a thread
   */
  Alarm after(long nanos, Runnable task);
}
