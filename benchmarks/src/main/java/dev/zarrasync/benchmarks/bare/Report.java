package dev.zarrasync.benchmarks.bare;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

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
    double floor = least(results, Result::median);
    double leastCpu = least(results, Result::cpu);
    Table table =
        new Table(
            "contestant",
            "median s",
            "min s",
            "x floor",
            "CPU s",
            "x CPU",
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
          format("%.3f", result.cpu()),
          format("%.2f", result.cpu() / leastCpu),
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

  /** The best of the bare clients. */
  private static double least(List<Result> results, ToDoubleFunction<Result> figure) {
    return results.stream()
        .filter(result -> result.contestant().kind() == Contestant.Kind.BARE)
        .mapToDouble(figure)
        .min()
        .orElseThrow();
  }
}
