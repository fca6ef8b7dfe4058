package dev.zarrasync.examples.sky;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of what readings used over time: a column for each, the cores above the heap. */
final class UsagePlot {

  private UsagePlot() {}

  /** Saves the picture as PNG. */
  static void save(List<Reading> readings, Path file) throws IOException {
    List<XYChart> charts = new ArrayList<>();
    charts.addAll(row("CPU", "cores busy", readings, UsageSample::cores));
    charts.addAll(row("memory", "heap, with garbage (MiB)", readings, UsageSample::heapMiB));
    BitmapEncoder.saveBitmap(charts, 2, readings.size(), file.toString(), BitmapFormat.PNG);
  }

  /** The same scale for all, so that they can be compared. */
  private static List<XYChart> row(
      String title, String unit, List<Reading> readings, ToDoubleFunction<UsageSample> value) {
    double most =
        readings.stream().flatMap(r -> r.usage().stream()).mapToDouble(value).max().orElse(1);
    return readings.stream()
        .map(reading -> chart(reading.way() + ": " + title, unit, reading, value, most))
        .toList();
  }

  private static XYChart chart(
      String title,
      String unit,
      Reading reading,
      ToDoubleFunction<UsageSample> value,
      double most) {
    XYChart chart =
        new XYChartBuilder()
            .width(560)
            .height(320)
            .title(title)
            .xAxisTitle("time since the first request (s)")
            .yAxisTitle(unit)
            .build();
    XYStyler styler = chart.getStyler();
    styler.setLegendVisible(false);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setXAxisMin(0.0);
    styler.setYAxisMin(0.0);
    styler.setYAxisMax(1.1 * most);
    styler.setXAxisDecimalPattern("0.##");
    styler.setYAxisDecimalPattern("0.##");
    double[] seconds = reading.usage().stream().mapToDouble(UsageSample::seconds).toArray();
    double[] values = reading.usage().stream().mapToDouble(value).toArray();
    chart.addSeries(title, seconds, values).setMarker(SeriesMarkers.NONE);
    return chart;
  }
}
