package dev.zarrasync.examples.parallel;

import dev.zarrasync.examples.parallel.TangentPlane.Place;
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
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The places in the sky of many pixels, and back: what is divided is a table with a row for each
 * pixel. The result of a piece has a row for each of its pixels, too: right ascension, declination,
 * and by how far the way there and back misses the pixel.
 */
class Coordinates implements Recipe<double[]> {

  /** How many values a pixel has in a result. */
  private static final int COLUMNS = 3;

  private static final String PIXELS = "pixels";
  private static final int SIDE = 2_048;

  private final int count;

  /** A million pixels. */
  Coordinates() {
    this(1_000_000);
  }

  Coordinates(int count) {
    this.count = count;
  }

  @Override
  public void prepare(AsyncStore store) throws IOException {
    NewArray table =
        NewArray.of("float64", count, 2)
            .chunks(Math.min(count, 10_000), 2)
            .dimensionNames("pixel", "direction");
    double[] pixels = new SplittableRandom(3).doubles(2L * count, 1, SIDE + 1).toArray();
    Stores.await(
        AsyncArray.create(store, PIXELS, table).write(pixels, new long[2], new int[] {count, 2}));
  }

  @Override
  public RegionTasks.Builder tasks(AsyncStore store) throws IOException {
    return RegionTasks.builder(Stores.await(AsyncArray.open(store, PIXELS)));
  }

  @Override
  public PieceFunction<double[]> function(AsyncStore store) {
    return (piece, values) -> placesOf((double[]) values);
  }

  private static double[] placesOf(double[] pixels) {
    double[] rows = new double[pixels.length / 2 * COLUMNS];
    for (int i = 0; i < pixels.length / 2; i++) {
      double x = pixels[2 * i];
      double y = pixels[2 * i + 1];
      Place sky = TangentPlane.CAMERA.toSky(x, y);
      Place back = TangentPlane.CAMERA.toPixel(sky.x(), sky.y());
      rows[COLUMNS * i] = sky.x();
      rows[COLUMNS * i + 1] = sky.y();
      rows[COLUMNS * i + 2] = Math.hypot(back.x() - x, back.y() - y);
    }
    return rows;
  }

  /**
   * How far pixels are missed.
   *
   * @param count how many there are
   * @param worst the largest distance between a pixel and where the way there and back ends
   * @param checksum of all places
   */
  record RoundTrip(int count, double worst, long checksum) implements Outcome {

    @Override
    public void print(PrintStream out) {
      out.printf(
          Locale.ROOT,
          "  %,d pixels there and back: the worst misses by %.1e pixels%n",
          count,
          worst);
    }

    @Override
    public void draw(Path directory) {} // There is nothing to see.
  }

  @Override
  public RoundTrip outcome(List<Piece> pieces, List<double[]> results) {
    int rows = 0;
    double worst = 0;
    long checksum = 0;
    for (double[] places : results) {
      for (int i = 0; i < places.length; i += COLUMNS) {
        worst = Math.max(worst, places[i + 2]);
        checksum = 31 * checksum + Double.doubleToLongBits(places[i]);
        checksum = 31 * checksum + Double.doubleToLongBits(places[i + 1]);
      }
      rows += places.length / COLUMNS;
    }
    return new RoundTrip(rows, worst, checksum);
  }
}
