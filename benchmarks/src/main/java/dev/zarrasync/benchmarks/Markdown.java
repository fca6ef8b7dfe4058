package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.Contestant.Kind;
import dev.zarrasync.benchmarks.Measurement.Used;
import dev.zarrasync.benchmarks.StartResults.Start;
import dev.zarrasync.benchmarks.StyleResults.Style;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The results as a page. */
final class Markdown {

  private static final double MIB = 1 << 20;

  /** The last read that is told of processes that do not warm up. */
  private static final int FIFTH = 4;

  private final Page page = new Page();

  private Markdown() {}

  static String of(Results results) {
    Markdown markdown = new Markdown();
    markdown.machine(results.machine(), results.missing());
    markdown.page.heading("What is required").table(Requirements.of(results));
    results.workloads().forEach(markdown::workload);
    if (results.styles() != null) {
      markdown.styles(results.styles());
    }
    if (results.starts() != null) {
      markdown.starts(results.starts());
    }
    return markdown.page.toString();
  }

  private void machine(Machine machine, List<String> missing) {
    page.paragraph("# Results")
        .paragraph(
            "%s: %d processors, which client and server share, %,d MiB of memory, %s, JDK %s. Load"
                + " before the start: %.2f. What the columns mean, and how it is measured:"
                + " [benchmarks](README.md).",
            machine.date(),
            machine.processors(),
            machine.memoryMiB(),
            machine.system(),
            machine.jdk(),
            machine.load())
        .paragraph("```\n%s\n```", machine.command());
    missing.forEach(each -> page.paragraph("**Did not run**: %s", each));
  }

  private void workload(WorkloadResult result) {
    boolean byDefault = result.entries().stream().anyMatch(entry -> entry.fresh(FIFTH) != null);
    Table table =
        new Table(
            "contestant",
            "first s (CPU)",
            "second s (CPU)",
            byDefault ? "fifth s (CPU)" : "settled s (CPU)",
            "× floor",
            "allocated MiB",
            "pauses ms",
            "peak heap MiB",
            "peak RSS MiB",
            "requests",
            "connections");
    double floor = byDefault ? Double.NaN : result.floor();
    result.entries().stream()
        .filter(Entry::ran)
        .sorted(Comparator.comparing(Entry::wallSeconds))
        .forEach(entry -> row(table, entry, floor));
    page.heading("%s: %s", result.name(), result.title())
        .paragraph(
            "%s%s. The same as a picture: [%s.png](%3$s.png).",
            result.server(), bytes(result), result.name())
        .table(table);
    jvms(result.entries());
    if (result.entries().stream().anyMatch(Entry::sampled)) {
      page.paragraph(
          "\\* Extrapolated: %s. Memory is that of the sample.",
          result.entries().stream()
              .filter(Entry::sampled)
              .map(each -> Page.format("%,d of %,d chunks", each.chunksRead(), each.chunks()))
              .distinct()
              .collect(Collectors.joining("; ", "", " were read")));
    }
    result.entries().stream()
        .filter(entry -> !entry.ran())
        .forEach(entry -> page.paragraph("**Did not run**: %s: %s", entry.title(), entry.reason()));
  }

  private static void row(Table table, Entry entry, double floor) {
    Measurement measured = entry.median().measured();
    double factor = entry.factor();
    Used fifth = entry.fresh(FIFTH);
    Long pauses = measured.pausesMillis();
    String name = entry.kind() == Kind.OURS ? "**" + entry.title() + "**" : entry.title();
    table.add(
        name + (entry.sampled() ? " \\*" : ""),
        used(entry.fresh(0)),
        used(entry.fresh(1)),
        used(fifth == null ? new Used(entry.wallSeconds(), entry.cpuSeconds()) : fifth),
        Double.isNaN(floor) ? "" : Page.format("%.2f", entry.wallSeconds() / floor),
        mib(measured.allocatedBytes(), factor),
        pauses == null ? "–" : Page.format("%,d", pauses),
        mib(measured.peakHeapBytes(), 1),
        mib(measured.peakRssBytes(), 1),
        Page.format("%,.0f", entry.median().counts().requests() * factor),
        Page.format("%,d", entry.median().counts().connections()));
  }

  private static String bytes(WorkloadResult result) {
    Long stored = result.storedBytes();
    return stored == null
        ? ""
        : Page.format(
            "; %,.2f MiB of values; the array is stored in %,.2f MiB",
            result.valueBytes() / MIB, stored / MIB);
  }

  /** The options of the JVMs, and how many classes a first read of ours loads. */
  private void jvms(List<Entry> entries) {
    Map<String, List<String>> titles = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (entry.jvm() != null) {
        titles.computeIfAbsent(entry.jvm(), options -> new ArrayList<>()).add(entry.title());
      }
    }
    titles.forEach(
        (options, who) ->
            page.paragraph(
                "%s: %s.",
                options.isEmpty() ? "The JVM's defaults" : "`" + options + "`",
                String.join("; ", who)));
    String classes =
        entries.stream()
            .filter(entry -> entry.classes() != null)
            .map(entry -> Page.format("%s %,d", entry.title(), entry.classes()))
            .collect(Collectors.joining("; "));
    if (!classes.isEmpty()) {
      page.paragraph("Classes that are loaded by a process that reads once: %s.", classes);
    }
  }

  private static String used(@Nullable Used used) {
    return used == null ? "–" : Page.format("%.3f (%.2f)", used.wallSeconds(), used.cpuSeconds());
  }

  private void styles(StyleResults results) {
    Table table =
        new Table(
            "style",
            "wall s (CPU)",
            "least heap above the values, MiB",
            "× sequential",
            "native MiB",
            "peak RSS MiB",
            "allocated MiB");
    double sequential = results.heapAbovePayload(results.styles().get(0));
    for (Style style : results.styles()) {
      Measurement measured = style.run().measured();
      boolean found = style.leastHeapMiB() > 0;
      double above = results.heapAbovePayload(style);
      table.add(
          style.title(),
          used(new Used(measured.wallSeconds(), measured.cpuSeconds())),
          found ? Page.format("%.0f", above) : "none fits",
          found ? Page.format("%.2f", above / sequential) : "",
          style.nativeBytes() == 0 ? "–" : mib(style.nativeBytes(), 1),
          mib(measured.peakRssBytes(), 1),
          mib(measured.allocatedBytes(), 1));
    }
    page.heading("Memory of the styles")
        .paragraph(
            "%s (%,.0f MiB), %s%s. Over time: [styles.png](styles.png).",
            capital(results.title()),
            results.payloadBytes() / MIB,
            results.server(),
            results.date() == null ? "" : "; measured on " + results.date())
        .table(table);
  }

  private void starts(StartResults results) {
    Table table =
        new Table("command", "launcher s", "least to most", "`java -jar` s", "least to most");
    for (Start start : results.starts()) {
      table.add(
          "`" + start.command() + "`",
          Page.format("%.3f", StartResults.median(start.launched())),
          range(start.launched()),
          Page.format("%.3f", StartResults.median(start.plain())),
          range(start.plain()));
    }
    page.heading("start: the command line")
        .paragraph(
            "Whole processes, medians of %d; `info` is of a local array%s.",
            results.starts().get(0).launched().size(),
            results.date() == null ? "" : "; measured on " + results.date())
        .table(table);
  }

  private static String range(List<Double> seconds) {
    return Page.format("%.3f–%.3f", Collections.min(seconds), Collections.max(seconds));
  }

  private static String mib(@Nullable Long bytes, double factor) {
    return bytes == null ? "–" : Page.format("%,.0f", bytes * factor / MIB);
  }

  private static String capital(String title) {
    return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
  }
}
