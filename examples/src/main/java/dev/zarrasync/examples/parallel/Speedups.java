package dev.zarrasync.examples.parallel;

import dev.zarrasync.examples.parallel.Recipe.Outcome;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.tasks.Piece;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.XYChart;

/**
 * Times a recipe in each way of working in parallel, with each schedule, by one worker to twice as
 * many as there are processors; checks that all outcomes are equal, and draws them and the
 * speed-ups.
 *
 * @param <R> the type of the result of a piece
 */
public final class Speedups<R extends Serializable> {

  /** Pieces for each worker: the static schedule, and the guided one. */
  private static final int[] SCHEDULES = {1, 20};

  private final Recipe<R> recipe;
  private final Plan<R> plan;
  private final PrintStream out;

  Speedups(Plan<R> plan, PrintStream out) {
    this.recipe = plan.newRecipe();
    this.plan = plan;
    this.out = out;
  }

  /**
   * Runs it.
   *
   * @param args {@code completeness} or {@code coordinates}, and the directory for arrays and
   *     pictures
   * @throws Exception if something cannot be read, computed or drawn
   */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[1]);
    Files.createDirectories(directory);
    switch (args[0]) {
      case "completeness" -> of(Completeness.class, directory).run(workers(), directory);
      case "coordinates" -> of(Coordinates.class, directory).run(workers(), directory);
      default -> throw new IllegalArgumentException("There is no recipe " + args[0]);
    }
  }

  private static <R extends Serializable> Speedups<R> of(
      Class<? extends Recipe<R>> recipe, Path directory) {
    return new Speedups<>(
        new Plan<>(recipe, directory.resolve("arrays").toUri(), 1, 1), System.out);
  }

  private static int[] workers() {
    int processors = Runtime.getRuntime().availableProcessors();
    return processors == 1 ? new int[] {1, 2} : new int[] {1, processors, 2 * processors};
  }

  /** Returns the outcome. */
  Outcome run(int[] workers, Path directory) throws Exception {
    try (AsyncStore store = plan.open()) {
      recipe.prepare(store);
    }
    var unused = timed(Way.POOL, plan); // Otherwise the first would be charged for compiling.
    Timed serial = timed(Way.POOL, plan);
    serial.outcome.print(out);
    out.printf(Locale.ROOT, "One worker takes %.2f s.%n%n", serial.seconds);
    out.printf("%-17s %8s %8s %9s%n", "way and schedule", "workers", "seconds", "speed-up");
    Map<String, List<Double>> speedups = new LinkedHashMap<>();
    for (Way way : Way.values()) {
      for (int piecesPerWorker : SCHEDULES) {
        String series =
            way.name().toLowerCase(Locale.ROOT) + (piecesPerWorker == 1 ? " static" : " guided");
        for (int count : workers) {
          Timed timed = timed(way, plan.by(count, piecesPerWorker));
          if (!timed.outcome.equals(serial.outcome)) {
            throw new IllegalStateException(series + " has another outcome than one worker");
          }
          double speedup = serial.seconds / timed.seconds;
          speedups.computeIfAbsent(series, key -> new ArrayList<>()).add(speedup);
          out.printf(Locale.ROOT, "%-17s %8d %8.2f %9.2f%n", series, count, timed.seconds, speedup);
        }
      }
    }
    draw(speedups, workers, directory);
    serial.outcome.draw(directory);
    out.printf("%nAll outcomes are equal. Pictures: %s%n", directory);
    return serial.outcome;
  }

  /** What a run took, and what came of it. */
  private record Timed(double seconds, Outcome outcome) {}

  private Timed timed(Way way, Plan<R> by) throws Exception {
    List<Piece> pieces;
    try (AsyncStore store = by.open()) {
      pieces = by.tasks(recipe, store).pieces();
    }
    long start = System.nanoTime();
    List<R> results = way.run(by);
    return new Timed((System.nanoTime() - start) / 1e9, recipe.outcome(pieces, results));
  }

  private static void draw(Map<String, List<Double>> speedups, int[] workers, Path directory)
      throws Exception {
    XYChart chart = Charts.chart("Speed-up over one worker", "workers", "times as fast");
    double[] counts = Arrays.stream(workers).asDoubleStream().toArray();
    speedups.forEach(
        (series, values) ->
            chart.addSeries(series, counts, values.stream().mapToDouble(value -> value).toArray()));
    Charts.save(chart, directory.resolve("speedups.png"));
  }
}
