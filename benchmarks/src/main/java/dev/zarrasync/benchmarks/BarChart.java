package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.Contestant.Kind;
import dev.zarrasync.benchmarks.Measurement.Used;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The times of a workload as bars, the fastest first. */
final class BarChart {

  /** From this ratio of the longest to the shortest on, short bars could not be told apart. */
  private static final double LOGARITHMIC_FROM = 20;

  private static final Color FIRST = new Color(0xDADCE0);

  /** A colour of bars. */
  private enum Group {
    FLOOR("bare client", new Color(0x9AA0A6), EnumSet.of(Kind.FLOOR)),
    OURS("Zarr Async", new Color(0x1A73E8), EnumSet.of(Kind.OURS)),
    OTHERS("others", new Color(0xF29900), EnumSet.of(Kind.PEER, Kind.SLOW));

    private final String title;
    private final Color color;

    @SuppressWarnings("ImmutableEnumChecker") // Never changed.
    private final Set<Kind> kinds;

    Group(String title, Color color, Set<Kind> kinds) {
      this.title = title;
      this.color = color;
      this.kinds = kinds;
    }
  }

  private BarChart() {}

  /** Saves the picture as PNG. */
  static void save(WorkloadResult result, Path file) throws IOException {
    List<Entry> entries =
        result.entries().stream()
            .filter(Entry::ran)
            .sorted(Comparator.comparing(Entry::wallSeconds))
            .toList();
    BitmapEncoder.saveBitmap(chart(result, entries), file.toString(), BitmapFormat.PNG);
  }

  private static CategoryChart chart(WorkloadResult result, List<Entry> entries) {
    double least = entries.get(0).wallSeconds();
    double most = entries.get(entries.size() - 1).wallSeconds();
    boolean logarithmic = most / least > LOGARITHMIC_FROM;
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(1_000)
            .height(620)
            .title(result.title() + "; " + result.server())
            .yAxisTitle(logarithmic ? "seconds (logarithmic)" : "seconds")
            .build();
    CategoryStyler styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setLegendPosition(LegendPosition.InsideNW);
    styler.setXAxisLabelRotation(40);
    styler.setOverlapped(true);
    styler.setLabelsVisible(true);
    styler.setLabelsPosition(0.96);
    styler.setLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setDecimalPattern("0.00");
    styler.setYAxisDecimalPattern("0.###");
    styler.setYAxisLogarithmic(logarithmic);
    if (logarithmic) {
      styler.setYAxisMin(Math.pow(10, Math.floor(Math.log10(least) - 0.3)));
    } else {
      styler.setYAxisMin(0.0);
    }
    List<String> titles =
        entries.stream().map(entry -> entry.title() + (entry.sampled() ? " *" : "")).toList();
    // Behind the bars of settled reads.
    List<@Nullable Number> first = new ArrayList<>();
    for (Entry entry : entries) {
      Used used = entry.fresh(0);
      first.add(used == null ? null : used.wallSeconds());
    }
    if (first.stream().anyMatch(Objects::nonNull)) {
      chart.addSeries("first read of a process", titles, first).setFillColor(FIRST);
    }
    for (Group group : Group.values()) {
      List<@Nullable Number> values = new ArrayList<>();
      for (Entry entry : entries) {
        values.add(group.kinds.contains(entry.kind()) ? entry.wallSeconds() : null);
      }
      chart.addSeries(group.title, titles, values).setFillColor(group.color);
    }
    return chart;
  }
}
