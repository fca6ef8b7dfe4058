package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.Contestant.Kind;
import dev.zarrasync.benchmarks.Measurement.Used;
import dev.zarrasync.benchmarks.StyleResults.Style;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The results as a page. */
final class Markdown {

  private static final double MIB = 1 << 20;

  private final StringBuilder text = new StringBuilder();

  private Markdown() {}

  static String of(Results results) {
    Markdown page = new Markdown();
    page.machine(results.machine(), results.missing());
    results.workloads().forEach(page::workload);
    if (results.styles() != null) {
      page.styles(results.styles());
    }
    return page.text.toString();
  }

  private void machine(Machine machine, List<String> missing) {
    line("# Results");
    line("");
    line(
        "%s: %d processors, which client and server share, %,d MiB of memory, %s, JDK %s. Load"
            + " before the start: %.2f. What the columns mean, and how it is measured:"
            + " [benchmarks](README.md).",
        machine.date(),
        machine.processors(),
        machine.memoryMiB(),
        machine.system(),
        machine.jdk(),
        machine.load());
    line("");
    line("```");
    line("%s", machine.command());
    line("```");
    missing.forEach(
        each -> {
          line("");
          line("**Did not run**: %s", each);
        });
  }

  private void workload(WorkloadResult result) {
    line("");
    line("## %s", capital(result.title()));
    line("");
    line("%s. The same as a picture: [%s.png](%2$s.png).", result.server(), result.name());
    line("");
    line(
        "| contestant | first read s (CPU) | second | settled | × floor | CPU s | allocated MiB | peak heap MiB | peak RSS MiB"
            + " | requests | connections |");
    line("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    double floor = result.floor();
    result.entries().stream()
        .filter(Entry::ran)
        .sorted(Comparator.comparing(Entry::wallSeconds))
        .forEach(entry -> row(entry, floor));
    if (result.entries().stream().anyMatch(Entry::sampled)) {
      line("");
      line(
          "\\* Extrapolated: %s. Memory is that of the sample.",
          result.entries().stream()
              .filter(Entry::sampled)
              .map(
                  entry ->
                      "%,d of %,d chunks were read".formatted(entry.chunksRead(), entry.chunks()))
              .distinct()
              .reduce("%s; %s"::formatted)
              .orElse(""));
    }
    result.entries().stream()
        .filter(entry -> !entry.ran())
        .forEach(
            entry -> {
              line("");
              line("**Did not run**: %s: %s", entry.title(), entry.reason());
            });
  }

  private void row(Entry entry, double floor) {
    Measurement measured = entry.median().measured();
    double factor = entry.factor();
    String name = entry.kind() == Kind.OURS ? "**" + entry.title() + "**" : entry.title();
    line(
        "| %s%s | %s | %s | %.3f | %.2f | %.2f | %s | %s | %s | %,.0f | %,d |",
        name,
        entry.sampled() ? " \\*" : "",
        fresh(entry, 0),
        fresh(entry, 1),
        entry.wallSeconds(),
        entry.wallSeconds() / floor,
        measured.cpuSeconds() * factor,
        mib(measured.allocatedBytes(), factor),
        mib(measured.peakHeapBytes(), 1),
        mib(measured.peakRssBytes(), 1),
        entry.median().counts().requests() * factor,
        entry.median().counts().connections());
  }

  private static String fresh(Entry entry, int read) {
    Used used = entry.fresh(read);
    return used == null
        ? "–"
        : String.format(Locale.ROOT, "%.2f (%.2f)", used.wallSeconds(), used.cpuSeconds());
  }

  private void styles(StyleResults results) {
    line("");
    line("## Memory of the styles");
    line("");
    line(
        "%s (%,.0f MiB), %s. Over time: [styles.png](styles.png).",
        capital(results.title()), results.payloadBytes() / MIB, results.server());
    line("");
    line(
        "| style | wall s | CPU s | least heap above the values, MiB | × sequential | peak RSS MiB"
            + " | allocated MiB |");
    line("|---|--:|--:|--:|--:|--:|--:|");
    double sequential = results.heapAbovePayload(results.styles().get(0));
    for (Style style : results.styles()) {
      Measurement measured = style.run().measured();
      boolean found = style.leastHeapMiB() > 0;
      double above = results.heapAbovePayload(style);
      line(
          "| %s | %.3f | %.2f | %s | %s | %s | %s |",
          style.title(),
          measured.wallSeconds(),
          measured.cpuSeconds(),
          found ? "%.0f".formatted(above) : "none fits",
          found ? String.format(Locale.ROOT, "%.2f", above / sequential) : "",
          mib(measured.peakRssBytes(), 1),
          mib(measured.allocatedBytes(), 1));
    }
  }

  private static String mib(@Nullable Long bytes, double factor) {
    return bytes == null ? "–" : String.format(Locale.ROOT, "%,.0f", bytes * factor / MIB);
  }

  private static String capital(String title) {
    return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
  }

  private void line(String pattern, @Nullable Object... values) {
    text.append(String.format(Locale.ROOT, pattern, values)).append('\n');
  }
}
