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
 * @param runs each round
 * @param reason why there are none; null if there are
 */
record Entry(
    String title,
    Contestant.Kind kind,
    int chunks,
    int chunksRead,
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

  /**
   * What the first read of a fresh process took (0), or the second (1): that of the run whose time
   * is the median. Null if no process read so often, or none read all.
   */
  @Nullable Used fresh(int read) {
    return runs.stream()
        .map(run -> run.measured().fresh())
        .filter(fresh -> fresh.size() > read && !sampled())
        .map(fresh -> fresh.get(read))
        .sorted(Comparator.comparing(Used::wallSeconds))
        .skip((runs.size() - 1) / 2)
        .findFirst()
        .orElse(null);
  }
}
