package dev.zarrasync.examples.parallel;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.tasks.Piece;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/**
 * Measures the completeness of a detection in each way of working in parallel, with each schedule,
 * by one worker to twice as many as there are processors; checks that all results are equal, and
 * draws them and the speed-ups.
 */
public final class Speedups {

  /** Pieces for each worker: the static schedule, and the guided one. */
  private static final int[] SCHEDULES = {1, 20};

  private final Completeness recipe = new Completeness();
  private final Plan<int[]> plan;
  private final Path directory;

  private Speedups(Path directory) {
    this.directory = directory;
    this.plan = new Plan<>(Completeness.class, directory.resolve("arrays").toUri(), 1, 1);
  }

  /**
   * Runs it.
   *
   * @param args the directory for arrays and pictures
   * @throws Exception if something cannot be read, computed or drawn
   */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    Files.createDirectories(directory);
    new Speedups(directory).run();
  }

  private void run() throws Exception {
    try (AsyncStore store = plan.open()) {
      recipe.prepare(store);
    }
    var unused = timed(Way.POOL, plan); // Otherwise the first would be charged for compiling.
    Timed serial = timed(Way.POOL, plan);
    System.out.printf(Locale.ROOT, "One worker takes %.2f s.%n%n", serial.seconds);
    System.out.printf(
        "%-10s %-8s %8s %8s %9s%n", "way", "schedule", "workers", "seconds", "speed-up");
    Map<String, List<Double>> speedups = new LinkedHashMap<>();
    for (Way way : Way.values()) {
      for (int piecesPerWorker : SCHEDULES) {
        String name = way.name().toLowerCase(Locale.ROOT);
        String schedule = piecesPerWorker == 1 ? "static" : "guided";
        String series = name + ", " + schedule;
        for (int workers : workers()) {
          Timed timed = timed(way, plan.by(workers, piecesPerWorker));
          if (!timed.curve.equals(serial.curve)) {
            throw new IllegalStateException(series + " has another result than one worker");
          }
          double speedup = serial.seconds / timed.seconds;
          speedups.computeIfAbsent(series, key -> new ArrayList<>()).add(speedup);
          System.out.printf(
              Locale.ROOT,
              "%-10s %-8s %8d %8.2f %9.2f%n",
              name,
              schedule,
              workers,
              timed.seconds,
              speedup);
        }
      }
    }
    save(serial.curve, directory.resolve("completeness.png"));
    save(speedups, directory.resolve("speedups.png"));
    System.out.printf("%nAll results are equal. Pictures: %s%n", directory);
  }

  /** What a run took, and what came of it. */
  private record Timed(double seconds, List<Completeness.Point> curve) {}

  private Timed timed(Way way, Plan<int[]> by) throws Exception {
    List<Piece> pieces;
    try (AsyncStore store = by.open()) {
      pieces = by.tasks(recipe, store).pieces();
    }
    long start = System.nanoTime();
    List<int[]> results = way.run(by);
    return new Timed((System.nanoTime() - start) / 1e9, recipe.curve(pieces, results));
  }

  private static int[] workers() {
    int processors = Runtime.getRuntime().availableProcessors();
    return processors == 1 ? new int[] {1, 2} : new int[] {1, processors, 2 * processors};
  }

  private static void save(List<Completeness.Point> curve, Path file) throws IOException {
    XYChart chart = chart("Completeness", "magnitude", "stars found again");
    chart.getStyler().setLegendVisible(false);
    chart.addSeries(
        "found",
        curve.stream().map(Completeness.Point::magnitude).toList(),
        curve.stream().map(Completeness.Point::fraction).toList(),
        curve.stream().map(Completeness.Point::error).toList());
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
  }

  private static void save(Map<String, List<Double>> speedups, Path file) throws IOException {
    XYChart chart = chart("Speed-up over one worker", "workers", "times as fast");
    double[] workers = Arrays.stream(workers()).asDoubleStream().toArray();
    speedups.forEach(
        (series, values) ->
            chart.addSeries(
                series, workers, values.stream().mapToDouble(value -> value).toArray()));
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
  }

  private static XYChart chart(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(720)
            .height(440)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisMin(0.0);
    return chart;
  }
}
