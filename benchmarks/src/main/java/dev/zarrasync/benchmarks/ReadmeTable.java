package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.Measurement.Used;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The table of the project's README: the first read of a process, and settled ones. */
final class ReadmeTable {

  private static final String BEGIN = "<!-- benchmarks: written by the benchmark -->\n";
  private static final String END = "<!-- end of benchmarks -->\n";
  private static final List<String> WORKLOADS = List.of("tiny", "series", "slab", "tiles");

  private record Row(String title, Contestant contestant) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("**`JZarrs.openArray`**", Contestant.EXACT),
          new Row("**drop-in store**", Contestant.DROP_IN),
          new Row("JZarr, a loop of GETs *", Contestant.LOOP),
          new Row("JZarr, S3 file system *", Contestant.FILE_SYSTEM),
          new Row("zarr-java, 64 threads", Contestant.ZARR_JAVA_WIDE),
          new Row("zarr-python, s3fs", Contestant.S3FS),
          new Row("zarr-python, obstore", Contestant.OBSTORE),
          new Row("TensorStore", Contestant.TENSORSTORE),
          new Row("bare GETs, nothing decoded", Contestant.BARE_CRT));

  private ReadmeTable() {}

  /** Writes it where the table of an earlier run is. */
  static void update(Results results, Path readme) throws IOException {
    String text = Files.readString(readme);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(readme + " has no lines around the table: " + BEGIN + END);
    }
    Files.writeString(readme, text.substring(0, begin) + of(results) + text.substring(end));
  }

  /** The table with the line before it. */
  static String of(Results results) {
    List<String> headings = new ArrayList<>(List.of("seconds"));
    for (String workload : WORKLOADS) {
      headings.addAll(List.of(workload + ": first", "settled"));
    }
    Table table = new Table(headings.toArray(String[]::new));
    for (Row row : ROWS) {
      List<String> cells = new ArrayList<>(List.of(row.title));
      for (String workload : WORKLOADS) {
        cells.add(cell(results, workload, row.contestant, ReadmeTable::first));
        cells.add(cell(results, workload, row.contestant, Entry::wallSeconds));
      }
      table.add(cells.toArray(String[]::new));
    }
    return BEGIN + "\n" + table + "\n";
  }

  private static double first(Entry entry) {
    Used first = entry.fresh(0);
    return first == null ? Double.NaN : first.wallSeconds();
  }

  private static String cell(
      Results results, String workload, Contestant contestant, ToDoubleFunction<Entry> of) {
    double seconds = seconds(results, workload, of, contestant.title()::equals);
    if (Double.isNaN(seconds)) {
      return "–";
    }
    double best =
        seconds(
            results,
            workload,
            of,
            title -> !title.equals(Contestant.BARE_CRT.title()) && listed(title));
    String text = Page.format(seconds < 10 ? "%.2f" : seconds < 100 ? "%.1f" : "%.0f", seconds);
    return seconds == best ? "**" + text + "**" : text;
  }

  private static boolean listed(String title) {
    return ROWS.stream().anyMatch(row -> row.contestant.title().equals(title));
  }

  /** The least of those who are meant, or NaN. */
  private static double seconds(
      Results results, String workload, ToDoubleFunction<Entry> of, Predicate<String> who) {
    return results.workloads().stream()
        .filter(result -> result.name().equals(workload))
        .flatMap(result -> result.entries().stream())
        .filter(entry -> entry.ran() && who.test(entry.title()))
        .mapToDouble(of)
        .filter(seconds -> !Double.isNaN(seconds))
        .min()
        .orElse(Double.NaN);
  }
}
