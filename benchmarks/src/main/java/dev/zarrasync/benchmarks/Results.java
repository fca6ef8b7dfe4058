package dev.zarrasync.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured.
 *
 * @param machine where
 * @param missing who could not run at all, and why
 * @param workloads the races
 * @param styles the memory of styles of reading; null if it was not measured
 */
record Results(
    Machine machine,
    List<String> missing,
    List<WorkloadResult> workloads,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StyleResults styles) {

  Results {
    missing = List.copyOf(missing);
    workloads = List.copyOf(workloads);
  }
}
