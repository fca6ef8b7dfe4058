package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.Measurement.Used;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
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
  private static final Color SECOND = new Color(0x8AB4F8);
  private static final Color SETTLED = new Color(0x1A73E8);

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
    double most = entries.stream().mapToDouble(BarChart::longest).max().orElse(least);
    boolean logarithmic = most / least > LOGARITHMIC_FROM;
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(1_400)
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
    styler.setLabelsVisible(true);
    styler.setLabelsPosition(0.96);
    styler.setLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
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
    bars(chart, "first read of a process", FIRST, titles, entries, each -> fresh(each, 0));
    bars(chart, "second", SECOND, titles, entries, each -> fresh(each, 1));
    bars(chart, "settled", SETTLED, titles, entries, Entry::wallSeconds);
    return chart;
  }

  private static double longest(Entry entry) {
    Double first = fresh(entry, 0);
    return first == null ? entry.wallSeconds() : Math.max(first, entry.wallSeconds());
  }

  private static @Nullable Double fresh(Entry entry, int read) {
    Used used = entry.fresh(read);
    return used == null ? null : used.wallSeconds();
  }

  private static void bars(
      CategoryChart chart,
      String title,
      Color color,
      List<String> titles,
      List<Entry> entries,
      Function<Entry, @Nullable Double> seconds) {
    List<@Nullable Number> values = new ArrayList<>();
    for (Entry entry : entries) {
      Double value = seconds.apply(entry);
      // As many digits as there is room for.
      values.add(value == null ? null : Math.round(value * 100) / 100.0);
    }
    if (values.stream().anyMatch(Objects::nonNull)) {
      chart.addSeries(title, titles, values).setFillColor(color);
    }
  }
}
