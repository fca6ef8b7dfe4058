package dev.zarrasync.cli.waterfall;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many requests were in flight when.
 *
 * @param steps each change, in order
 */
record InFlight(List<Step> steps) {

  /**
   * A change.
   *
   * @param time in nanoseconds since the waterfall's start
   * @param count how many requests are in flight from then on
   */
  record Step(long time, int count) {}

  static InFlight of(List<Bar> bars) {
    Map<Long, Integer> changes = new TreeMap<>();
    for (Bar bar : bars) {
      changes.merge(bar.sent(), 1, Integer::sum);
      changes.merge(bar.ended(), -1, Integer::sum);
    }
    List<Step> steps = new ArrayList<>();
    int count = 0;
    for (Map.Entry<Long, Integer> change : changes.entrySet()) {
      count += change.getValue();
      steps.add(new Step(change.getKey(), count));
    }
    return new InFlight(List.copyOf(steps));
  }

  int peak() {
    return steps.stream().mapToInt(Step::count).max().orElse(0);
  }

  /**
   * Returns the most that were in flight in each of some parts of the time, all as long.
   *
   * @param parts how many
   * @param end when the last part ends
   */
  int[] most(int parts, long end) {
    int[] most = new int[parts];
    for (int i = 0; i < steps.size(); i++) {
      long until = i + 1 < steps.size() ? steps.get(i + 1).time : end;
      int first = part(steps.get(i).time, parts, end);
      int last = part(Math.max(steps.get(i).time, until - 1), parts, end);
      for (int part = first; part <= last; part++) {
        most[part] = Math.max(most[part], steps.get(i).count);
      }
    }
    return most;
  }

  private static int part(long time, int parts, long end) {
    return (int) Math.min(parts - 1, (long) ((double) time / end * parts));
  }

  /** Returns the times from {@code start} to {@code end} in which there was none. */
  List<Long> gaps(long start, long end) {
    List<Long> gaps = new ArrayList<>();
    long idleSince = start;
    int count = 0;
    for (Step step : steps) {
      if (count == 0 && step.time > idleSince) {
        gaps.add(Math.min(step.time, end) - idleSince);
      }
      count = step.count;
      idleSince = Math.max(start, step.time);
    }
    if (count == 0 && idleSince < end) {
      gaps.add(end - idleSince);
    }
    gaps.removeIf(gap -> gap <= 0);
    return gaps;
  }
}
