package dev.zarrasync.benchmarks;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table in Markdown: the first column is aligned to the left, the others to the right. */
final class Table {

  private final StringBuilder text = new StringBuilder();

  Table(String... headings) {
    add(headings);
    text.append("|---|").append("--:|".repeat(headings.length - 1)).append('\n');
  }

  void add(String... cells) {
    text.append(Stream.of(cells).collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
