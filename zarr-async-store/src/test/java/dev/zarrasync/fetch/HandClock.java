package dev.zarrasync.fetch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A clock that stands still until the test moves it on. */
final class HandClock implements Clock {

  private record Task(long due, Runnable action) {}

  // Guarded by this.
  private final List<Task> tasks = new ArrayList<>();
  private long now;

  @Override
  public synchronized long nanos() {
    return now;
  }

  @Override
  public synchronized Alarm after(long nanos, Runnable action) {
    Task task = new Task(now + nanos, action);
    tasks.add(task);
    return () -> remove(task);
  }

  /** How many alarms are set. */
  synchronized int alarms() {
    return tasks.size();
  }

  /** Rings what is due in this time, in order and each at its time. */
  void advance(Duration time) {
    long end = nanos() + time.toNanos();
    for (Task next = next(end); next != null; next = next(end)) {
      next.action.run();
    }
    set(end);
  }

  /** Rings the next alarm, whenever it is due. */
  void ringNext() {
    Task next = next(Long.MAX_VALUE);
    if (next == null) {
      throw new AssertionError("no alarm is set");
    }
    next.action.run();
  }

  private synchronized @Nullable Task next(long end) {
    Task next = null;
    for (Task task : tasks) {
      next = next == null || task.due < next.due ? task : next;
    }
    if (next == null || next.due > end) {
      return null;
    }
    tasks.remove(next);
    now = Math.max(now, next.due);
    return next;
  }

  private synchronized void set(long time) {
    now = time;
  }

  private synchronized void remove(Task task) {
    tasks.remove(task);
  }
}
