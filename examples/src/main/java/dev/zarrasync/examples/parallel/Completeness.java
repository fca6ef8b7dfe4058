package dev.zarrasync.examples.parallel;

import dev.zarrasync.examples.parallel.StarField.Star;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.hierarchy.NewArray;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.tasks.Piece;
import dev.zarrasync.tasks.PieceFunction;
import dev.zarrasync.tasks.RegionTasks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * How many stars of each magnitude a detection finds: artificial stars are added to an image at
 * random places, and looked for. What is divided is the array of trials, which has a row for each
 * magnitude and the seed of each trial; every worker reads the image once.
 */
class Completeness implements Recipe<int[]> {

  /** How many stars each trial adds. */
  static final int STARS = 50;

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
    await(array.write(values, new long[shape.length], shape));
  }

  @Override
  public RegionTasks.Builder tasks(AsyncStore store) throws IOException {
    return RegionTasks.builder(await(AsyncArray.open(store, TRIALS)));
  }

  @Override
  public PieceFunction<int[]> function(AsyncStore store) throws IOException {
    AsyncArray image = await(AsyncArray.open(store, FIELD));
    int[] shape = {(int) image.metadata().shape()[0], (int) image.metadata().shape()[1]};
    StarField field = new StarField(shape[0], (float[]) await(image.read(new long[2], shape)));
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

  /** Returns the curve of recovery against magnitude. */
  List<Point> curve(List<Piece> pieces, List<int[]> results) {
    double[] sum = new double[bins];
    double[] squares = new double[bins];
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      for (int trial = 0; trial < results.get(i).length; trial++) {
        int bin = (int) piece.offset()[0] + trial / piece.shape()[1];
        double fraction = results.get(i)[trial] / (double) STARS;
        sum[bin] += fraction;
        squares[bin] += fraction * fraction;
      }
    }
    List<Point> curve = new ArrayList<>();
    for (int bin = 0; bin < bins; bin++) {
      double mean = sum[bin] / iterations;
      double variance = Math.max(0, squares[bin] / iterations - mean * mean);
      curve.add(
          new Point(BRIGHTEST + STEP * (bin + 0.5), mean, Math.sqrt(variance / (iterations - 1))));
    }
    return curve;
  }

  private static <T> T await(CompletableFuture<T> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
