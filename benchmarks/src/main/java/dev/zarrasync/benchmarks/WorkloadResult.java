package dev.zarrasync.benchmarks;

import java.util.List;

/**
 * How all did in a workload.
 *
 * @param name its name
 * @param title what it is
 * @param server what the server was like
 * @param entries who took part
 */
record WorkloadResult(String name, String title, String server, List<Entry> entries) {

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
