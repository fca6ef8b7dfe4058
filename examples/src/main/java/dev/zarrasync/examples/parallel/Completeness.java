package dev.zarrasync.examples.parallel;

import dev.zarrasync.examples.parallel.StarField.Star;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.hierarchy.NewArray;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Stores;
import dev.zarrasync.tasks.Piece;
import dev.zarrasync.tasks.PieceFunction;
import dev.zarrasync.tasks.RegionTasks;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.knowm.xchart.XYChart;

/**
 * How many stars of each magnitude a detection finds: artificial stars are added to an image at
 * random places, and looked for. What is divided is the array of trials, which has a row for each
 * magnitude and the seed of each trial; every worker reads the image once.
 */
class Completeness implements Recipe<int[]> {

  /** How many stars each trial adds. */
  private static final int STARS = 50;

  private static final double BRIGHTEST = 14;
  private static final double STEP = 0.5;
  private static final double NEAR = 1.5;
  private static final String FIELD = "field";
  private static final String TRIALS = "trials";

  private final int side;
  private final int bins;
  private final int iterations;

  /** The whole of it: magnitudes from 14 to 28, a hundred times each. */
  Completeness() {
    this(512, 28, 100);
  }

  Completeness(int side, int bins, int iterations) {
    this.side = side;
    this.bins = bins;
    this.iterations = iterations;
  }

  @Override
  public void prepare(AsyncStore store) throws IOException {
    StarField field = StarField.random(side, side, 1);
    write(
        AsyncArray.create(store, FIELD, NewArray.of("float32", side, side).chunks(256, 256)),
        field.pixels(),
        side,
        side);
    long[] seeds = new SplittableRandom(2).longs((long) bins * iterations).toArray();
    write(
        AsyncArray.create(store, TRIALS, NewArray.of("int64", bins, iterations).chunks(1, 5)),
        seeds,
        bins,
        iterations);
  }

  private static void write(AsyncArray array, Object values, int... shape) throws IOException {
    Stores.await(array.write(values, new long[shape.length], shape));
  }

  @Override
  public RegionTasks.Builder tasks(AsyncStore store) throws IOException {
    return RegionTasks.builder(Stores.await(AsyncArray.open(store, TRIALS)));
  }

  @Override
  public PieceFunction<int[]> function(AsyncStore store) throws IOException {
    AsyncArray image = Stores.await(AsyncArray.open(store, FIELD));
    int[] shape = {(int) image.metadata().shape()[0], (int) image.metadata().shape()[1]};
    StarField field =
        new StarField(shape[0], (float[]) Stores.await(image.read(new long[2], shape)));
    return (piece, values) -> recovered(field, piece, (long[]) values);
  }

  /** Returns how many of its stars each trial of a piece finds again. */
  private static int[] recovered(StarField field, Piece piece, long[] seeds) {
    int[] recovered = new int[seeds.length];
    for (int i = 0; i < seeds.length; i++) {
      double magnitude = BRIGHTEST + STEP * (piece.offset()[0] + i / piece.shape()[1] + 0.5);
      recovered[i] = recovered(field.copy(), magnitude, new SplittableRandom(seeds[i]));
    }
    return recovered;
  }

  private static int recovered(StarField field, double magnitude, SplittableRandom random) {
    List<Star> added = new ArrayList<>();
    for (int i = 0; i < STARS; i++) {
      Star star =
          new Star(random.nextDouble(field.side()), random.nextDouble(field.side()), magnitude);
      field.add(star);
      added.add(star);
    }
    List<Star> found = field.detect();
    return (int) added.stream().filter(star -> isAmong(star, found)).count();
  }

  /** At the right place and of about the right magnitude: it may lie beside a brighter one. */
  private static boolean isAmong(Star star, List<Star> found) {
    for (Star other : found) {
      if (Math.hypot(star.x() - other.x(), star.y() - other.y()) < NEAR
          && Math.abs(star.magnitude() - other.magnitude()) < 1) {
        return true;
      }
    }
    return false;
  }

  /**
   * How many stars are found again, of one magnitude.
   *
   * @param magnitude the middle of the bin
   * @param fraction the mean of all trials
   * @param error the standard error of the mean
   */
  record Point(double magnitude, double fraction, double error) {}

  /** The recovery against magnitude. */
  record Curve(List<Point> points) implements Outcome {

    @Override
    public void print(PrintStream out) {
      for (Point point : points) {
        out.printf(
            Locale.ROOT,
            "  magnitude %5.2f: %.3f ± %.3f found again%n",
            point.magnitude,
            point.fraction,
            point.error);
      }
    }

    @Override
    public void draw(Path directory) throws IOException {
      XYChart chart = Charts.chart("Completeness", "magnitude", "stars found again");
      chart.getStyler().setLegendVisible(false);
      chart.addSeries(
          "found",
          points.stream().map(Point::magnitude).toList(),
          points.stream().map(Point::fraction).toList(),
          points.stream().map(Point::error).toList());
      Charts.save(chart, directory.resolve("completeness.png"));
    }
  }

  @Override
  public Curve outcome(List<Piece> pieces, List<int[]> results) {
    long[] sum = new long[bins]; // Of whole numbers, so that their order does not matter.
    long[] squares = new long[bins];
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      int[] recovered = results.get(i);
      for (int trial = 0; trial < recovered.length; trial++) {
        int bin = (int) piece.offset()[0] + trial / piece.shape()[1];
        sum[bin] += recovered[trial];
        squares[bin] += (long) recovered[trial] * recovered[trial];
      }
    }
    List<Point> points = new ArrayList<>();
    for (int bin = 0; bin < bins; bin++) {
      double mean = sum[bin] / (double) iterations;
      double variance = Math.max(0, squares[bin] / (double) iterations - mean * mean);
      points.add(
          new Point(
              BRIGHTEST + STEP * (bin + 0.5),
              mean / STARS,
              Math.sqrt(variance / (iterations - 1)) / STARS));
    }
    return new Curve(List.copyOf(points));
  }
}
