package dev.zarrasync.benchmarks.bare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Plain text in columns: the first is aligned to the left, the others to the right. */
final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
  }

  void add(String... cells) {
    rows.add(List.of(cells));
  }

  @Override
  public String toString() {
    int[] widths =
        IntStream.range(0, rows.get(0).size())
            .map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toArray();
    String rule = IntStream.of(widths).mapToObj("-"::repeat).collect(Collectors.joining("  "));
    String lines =
        rows.stream().skip(1).map(row -> line(row, widths)).collect(Collectors.joining("\n"));
    return line(rows.get(0), widths) + "\n" + rule + "\n" + lines;
  }

  private static String line(List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> ("%" + (i == 0 ? "-" : "") + widths[i] + "s").formatted(cells.get(i)))
        .collect(Collectors.joining("  "));
  }
}
