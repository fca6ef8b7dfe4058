package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.StyleResults.Style;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What the styles of reading use over time, one over the other. */
final class StyleChart {

  private static final double MIB = 1 << 20;

  /** The system counts CPU time in hundredths of a second: over less time the steps would show. */
  private static final double CPU_WINDOW_SECONDS = 0.2;

  private static final double FIRST_SECONDS = 0.01;

  private StyleChart() {}

  /** Saves the picture as PNG. */
  static void save(StyleResults results, Path file) throws IOException {
    String payload = " (the values take %,.0f MiB)".formatted(results.payloadBytes() / MIB);
    List<XYChart> charts =
        List.of(
            chart(
                "Heap in use, garbage included" + payload,
                "MiB",
                results,
                each -> points(each, sample -> sample.heapBytes() / MIB)),
            chart(
                "Resident memory of the process" + payload,
                "MiB",
                results,
                each -> points(each, sample -> sample.rssBytes() / MIB)),
            chart("CPU", "cores busy", results, StyleChart::cores));
    BitmapEncoder.saveBitmap(charts, charts.size(), 1, file.toString(), BitmapFormat.PNG);
  }

  private record Point(double seconds, double value) {}

  @FunctionalInterface
  private interface Curve {
    List<Point> of(List<Sample> samples);
  }

  private static XYChart chart(String title, String unit, StyleResults results, Curve curve) {
    XYChart chart =
        new XYChartBuilder()
            .width(1_000)
            .height(360)
            .title(title)
            .xAxisTitle("seconds since the read began (logarithmic)")
            .yAxisTitle(unit)
            .build();
    XYStyler styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setXAxisLogarithmic(true);
    styler.setXAxisMin(FIRST_SECONDS);
    styler.setYAxisMin(0.0);
    styler.setXAxisDecimalPattern("0.##");
    styler.setYAxisDecimalPattern("#,##0.##");
    for (Style style : results.styles()) {
      List<Sample> samples = style.run().measured().samples();
      if (samples.isEmpty()) {
        continue;
      }
      List<Point> points = curve.of(samples);
      chart
          .addSeries(
              style.title(),
              points.stream().mapToDouble(Point::seconds).toArray(),
              points.stream().mapToDouble(Point::value).toArray())
          .setMarker(SeriesMarkers.NONE);
    }
    return chart;
  }

  private static List<Point> points(List<Sample> samples, ToDoubleFunction<Sample> value) {
    return samples.stream()
        .map(each -> new Point(Math.max(FIRST_SECONDS, each.seconds()), value.applyAsDouble(each)))
        .toList();
  }

  private static List<Point> cores(List<Sample> samples) {
    List<Point> points = new ArrayList<>();
    Sample last = samples.get(0);
    double total = samples.get(samples.size() - 1).seconds() - last.seconds();
    double window = Math.min(CPU_WINDOW_SECONDS, total / 2);
    for (Sample sample : samples) {
      double seconds = sample.seconds() - last.seconds();
      if (seconds > 0 && seconds >= window) {
        double cores = (sample.cpuSeconds() - last.cpuSeconds()) / seconds;
        points.add(new Point(Math.max(FIRST_SECONDS, last.seconds()), cores));
        points.add(new Point(Math.max(FIRST_SECONDS, sample.seconds()), cores));
        last = sample;
      }
    }
    return points;
  }
}
