package dev.zarrasync.examples.sky;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many cores were busy, on average over the last tenth of a second. The system counts CPU time
 * in hundredths of a second: a shorter time would show the steps.
 */
final class BusyCores {

  private static final long WINDOW = 100_000_000;

  private record Mark(long time, long cpu) {}

  private final Deque<Mark> marks = new ArrayDeque<>();

  /**
   * Starts to count.
   *
   * @param time now, in nanoseconds
   * @param cpu the CPU time so far, in nanoseconds
   */
  BusyCores(long time, long cpu) {
    marks.add(new Mark(time, cpu));
  }

  /** Returns how many they were before a later time. */
  double at(long time, long cpu) {
    while (marks.size() > 1 && time - marks.element().time > WINDOW) {
      marks.remove();
    }
    Mark first = marks.element();
    marks.add(new Mark(time, cpu));
    return (cpu - first.cpu) / (double) (time - first.time);
  }
}
