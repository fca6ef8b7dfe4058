package dev.zarrasync.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long the command line takes, from the start of its process to the end.
 *
 * @param date when, if it was in an earlier run than the rest; or null
 * @param starts what was run
 */
record StartResults(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String date, List<Start> starts) {

  StartResults {
    starts = List.copyOf(starts);
  }

  /**
   * A command.
   *
   * @param command its name
   * @param launched how long it took by the launcher each time, in seconds
   * @param plain how long by {@code java -jar}
   */
  record Start(String command, List<Double> launched, List<Double> plain) {

    Start {
      launched = List.copyOf(launched);
      plain = List.copyOf(plain);
    }
  }

  /** The median by the launcher, in seconds; NaN if the command was not run. */
  double median(String command) {
    return starts.stream()
        .filter(start -> start.command.equals(command))
        .mapToDouble(start -> median(start.launched))
        .findFirst()
        .orElse(Double.NaN);
  }

  static double median(List<Double> seconds) {
    return seconds.stream().sorted().skip(seconds.size() / 2).findFirst().orElseThrow();
  }

  /** The same, of an earlier run. */
  StartResults of(String earlier) {
    return date == null ? new StartResults(earlier, starts) : this;
  }
}
