package dev.zarrasync.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How all did in a workload.
 *
 * @param name its name
 * @param title what it is
 * @param server what the server was like
 * @param valueBytes how many bytes the values take that are read or written; 0 if it was not
 *     counted
 * @param storedBytes how many bytes the array takes where it is stored; null if not counted
 * @param entries who took part
 */
record WorkloadResult(
    String name,
    String title,
    String server,
    long valueBytes,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long storedBytes,
    List<Entry> entries) {

  WorkloadResult {
    entries = List.copyOf(entries);
  }

  /** The time of the best bare client in seconds, or NaN if none ran. */
  double floor() {
    return entries.stream()
        .filter(entry -> entry.kind() == Contestant.Kind.FLOOR && entry.ran())
        .mapToDouble(Entry::wallSeconds)
        .min()
        .orElse(Double.NaN);
  }
}
