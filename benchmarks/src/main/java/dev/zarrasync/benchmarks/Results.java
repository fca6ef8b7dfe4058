package dev.zarrasync.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured.
 *
 * @param machine where
 * @param missing who could not run at all, and why
 * @param workloads the races
 * @param styles the memory of styles of reading; null if it was not measured
 * @param starts how long the command line takes; null if it was not measured
 */
record Results(
    Machine machine,
    List<String> missing,
    List<WorkloadResult> workloads,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StyleResults styles,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StartResults starts) {

  Results {
    missing = List.copyOf(missing);
    workloads = List.copyOf(workloads);
  }

  /** Puts these in the place of earlier results of the same. */
  Results over(Results earlier) {
    Map<String, WorkloadResult> all = new LinkedHashMap<>();
    earlier.workloads.forEach(result -> all.put(result.name(), result));
    workloads.forEach(result -> all.put(result.name(), result));
    StyleResults before = earlier.styles == null ? null : earlier.styles.of(earlier.machine.date());
    StartResults startsBefore =
        earlier.starts == null ? null : earlier.starts.of(earlier.machine.date());
    return new Results(
        machine,
        missing,
        List.copyOf(all.values()),
        styles == null ? before : styles,
        starts == null ? startsBefore : starts);
  }
}
