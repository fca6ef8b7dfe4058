package dev.zarrasync.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.zarrasync.benchmarks.Measurement.Used;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a contestant did in a workload.
 *
 * @param title who
 * @param kind what it is to the others
 * @param chunks how many chunks there are
 * @param chunksRead how many of them it read
 * @param jvm the options of its JVM; null if it has none
 * @param classes how many classes its first read loads, with those of the JVM; null if not counted
 * @param runs each round
 * @param reason why there are none; null if there are
 */
record Entry(
    String title,
    Contestant.Kind kind,
    int chunks,
    int chunksRead,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String jvm,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer classes,
    List<Run> runs,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason) {

  Entry {
    runs = List.copyOf(runs);
  }

  boolean ran() {
    return !runs.isEmpty();
  }

  /** Whether it read a sample, and the rest is extrapolated. */
  boolean sampled() {
    return chunksRead < chunks;
  }

  /** By how much what was measured is to be multiplied. */
  double factor() {
    return chunks / (double) chunksRead;
  }

  /** The run whose time is the median, the lower of two. */
  Run median() {
    List<Run> sorted =
        runs.stream().sorted(Comparator.comparing(run -> run.measured().wallSeconds())).toList();
    return sorted.get((sorted.size() - 1) / 2);
  }

  /** How long all chunks take, in seconds. */
  double wallSeconds() {
    return median().measured().wallSeconds() * factor();
  }

  /** The processor time of all chunks in seconds, on average: the system counts it in steps. */
  double cpuSeconds() {
    return runs.stream().mapToDouble(run -> run.measured().cpuSeconds()).average().orElse(0)
        * factor();
  }

  /**
   * What the first read of a fresh process took (0), or the second (1), and so on: the median of
   * the processes; and if it read a sample, the rest as when it has settled. Null if none read so
   * often.
   */
  @Nullable Used fresh(int read) {
    List<Used> all =
        runs.stream()
            .map(run -> run.measured().fresh())
            .filter(fresh -> fresh.size() > read)
            .map(fresh -> fresh.get(read))
            .sorted(Comparator.comparing(Used::wallSeconds))
            .toList();
    if (all.isEmpty()) {
      return null;
    }
    Used median = all.get((all.size() - 1) / 2);
    double rest = (factor() - 1) / factor();
    return new Used(
        median.wallSeconds() + rest * wallSeconds(),
        median.cpuSeconds() + rest * cpuSeconds(),
        median.peakRssBytes());
  }
}
