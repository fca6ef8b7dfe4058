package dev.zarrasync.examples.sky;

import dev.zarrasync.file.FileStore;
import dev.zarrasync.http.HttpStore;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Reads the tiles of a region of a HiPS survey, many at once, and paints them into an image of the
 * sky.
 *
 * <p>Without arguments it reads a survey that it makes itself, from a server that answers after 75
 * ms: once one tile after the other, and once many at once. It prints what both took, and saves the
 * image, a list of its tiles, and a plot of CPU and memory. Run it from the root of the repository:
 *
 * <pre>mvn -q -Psky -pl examples -am verify</pre>
 *
 * <p>With arguments it reads a survey of yours: {@code <where> <ra> <dec> <width> <order> <file>
 * [<parallel>]}, with the centre's right ascension and declination, and the angle across the image,
 * in degrees, and the file that the image goes to. Where the survey is is a URL or a directory.
 */
public final class SkyTiles {

  private static final String USAGE = "<where> <ra> <dec> <width> <order> <file> [<parallel>]";
  private static final int PARALLEL = 64;

  private SkyTiles() {}

  /**
   * Paints an image.
   *
   * @param args none, or those above
   * @throws Exception if a tile cannot be read
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      System.exit(compare(Path.of("target", "sky-tiles")) ? 0 : 1);
    }
    if (args.length < 6) {
      throw new IllegalArgumentException("Give " + USAGE + ", or nothing");
    }
    int parallel = args.length > 6 ? Integer.parseInt(args[6]) : PARALLEL;
    Scene scene =
        Scene.of(
            Double.parseDouble(args[1]),
            Double.parseDouble(args[2]),
            Double.parseDouble(args[3]),
            Integer.parseInt(args[4]),
            parallel);
    paint(args[0], scene, Path.of(args[5]), System.out);
  }

  /** The region is where four base cells of HEALPix meet, and the polar cap begins. */
  private static boolean compare(Path directory) throws Exception {
    Scene scene = Scene.of(90, 41, 36, 4, PARALLEL);
    Comparison comparison = new Comparison(scene, 256, Duration.ofMillis(75), System.out);
    List<ServedReading> served = comparison.run();
    boolean equal = comparison.report(served);

    List<Reading> readings = served.stream().map(ServedReading::reading).toList();
    Files.createDirectories(directory);
    save(readings.get(1), directory.resolve("sky.png"), System.out);
    Path plot = directory.resolve("usage.png");
    UsagePlot.save(readings, plot);
    System.out.println("CPU and memory: " + plot.toAbsolutePath());
    return equal;
  }

  private static void paint(String where, Scene scene, Path file, PrintStream out)
      throws IOException, InterruptedException {
    try (AsyncStore store = store(where)) {
      Survey survey = Survey.open(store);
      try (SkyReader reader = new SkyReader(survey, out)) {
        Reading reading = reader.read(scene);
        out.printf(
            "%s: %d tiles, of which %d are missing, in %.2f s%n",
            survey.properties().title(),
            reading.image().tiles().size(),
            reading.missing().size(),
            reading.seconds());
        save(reading, file, out);
      }
    }
  }

  private static void save(Reading reading, Path image, PrintStream out) throws IOException {
    Path tiles = Path.of(image + ".tsv");
    Files.write(image, reading.image().png());
    Files.writeString(tiles, reading.tileTable());
    out.println("Image: " + image.toAbsolutePath());
    out.println("Its tiles: " + tiles.toAbsolutePath());
  }

  private static AsyncStore store(String where) {
    return where.startsWith("http:") || where.startsWith("https:")
        ? HttpStore.builder().base(URI.create(where)).build()
        : FileStore.at(Path.of(where));
  }
}
