package dev.zarrasync.integration.bench;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Prints what was measured, and whether what is required holds. */
final class Report {

  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  void title(String text) {
    out.printf("%n## %s%n%n", text);
  }

  void line(String pattern, Object... values) {
    out.println(format(pattern, values));
  }

  void table(Table table) {
    out.println(table);
  }

  /**
   * Prints a race.
   *
   * @param limit how many times the floor ours may take
   * @return the floor: the least median of the bare clients, in seconds
   */
  double race(List<Result> results, double limit) {
    double floor = floor(results);
    Table table =
        new Table(
            "contestant",
            "median s",
            "min s",
            "x floor",
            "CPU s",
            "server CPU",
            "GET",
            "LIST",
            "other",
            "conns",
            "peak",
            "required",
            "held");
    for (Result result : results) {
      boolean ours = result.contestant().kind() == Contestant.Kind.OURS;
      Counts counts = result.counts();
      table.add(
          result.contestant().name(),
          format("%.3f", result.median()),
          format("%.3f", result.min()),
          format("%.2f", result.median() / floor),
          format("%.2f", result.cpu()),
          format("%.2f", result.serverCpu()),
          format("%,d", counts.gets()),
          format("%,d", counts.lists()),
          format("%,d", counts.others()),
          format("%,d", counts.connections()),
          format("%,d", counts.peakInFlight()),
          ours ? format("<= %.2f", limit) : "",
          ours ? held(result.median() <= limit * floor) : "");
    }
    table(table);
    return floor;
  }

  /** Says whether a requirement holds. */
  void requirement(String text, boolean holds) {
    line("Required: %s. Held: %s", text, held(holds));
  }

  static String held(boolean holds) {
    return holds ? "yes" : "NO";
  }

  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static double floor(List<Result> results) {
    return results.stream()
        .filter(result -> result.contestant().kind() == Contestant.Kind.BARE)
        .map(Result::median)
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }
}
