package dev.zarrasync.fetch;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The time, and alarms. Safe for use by many threads. */
interface Clock {

  /** That of the machine. Its thread ends when no alarm is set. */
  Clock SYSTEM =
      new Clock() {
        private final ScheduledThreadPoolExecutor alarms = alarms();

        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Alarm after(long nanos, Runnable task) {
          return new Scheduled(alarms.schedule(task, nanos, TimeUnit.NANOSECONDS));
        }
      };

  private static ScheduledThreadPoolExecutor alarms() {
    ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1, new Threads());
    alarms.setRemoveOnCancelPolicy(true);
    alarms.setKeepAliveTime(5, TimeUnit.SECONDS);
    alarms.allowCoreThreadTimeOut(true);
    return alarms;
  }

  /** Makes the thread of the alarms. */
  final class Threads implements ThreadFactory {
    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new Thread(task, "zarr-async-clock");
      thread.setDaemon(true);
      return thread;
    }
  }

  /** An alarm of the machine's clock. */
  record Scheduled(Future<?> task) implements Alarm {
    @Override
    public void turnOff() {
      task.cancel(false);
    }
  }

  /** Runs a task unless it is turned off before. */
  @FunctionalInterface
  interface Alarm {

    /** Does nothing. */
    Alarm NONE =
        new Alarm() {
          @Override
          public void turnOff() {}
        };

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
