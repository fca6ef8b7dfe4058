package dev.zarrasync.examples.demo;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.Stores;
import dev.zarrasync.testing.EmbeddedS3;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the same arrays from S3 in three ways, side by side, and prints what each took: JZarr's own
 * loop, the drop-in store, and the exact plan.
 *
 * <p>It brings its own S3 server, in this JVM, which answers as late as one in a far region. Run it
 * from the root of the repository, with nothing but a JDK and Maven:
 *
 * <pre>mvn -q -Pdemo -pl examples -am verify</pre>
 *
 * <p>It fails if a value differs, the requests are not what is promised, or it takes more than a
 * minute.
 */
public final class Demo {

  private static final Scale SCALE =
      new Scale(6_443, 25, 32, Duration.ofMillis(75), Limits.DEFAULT.maxInFlight());
  private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

  private static final PrintStream SILENT =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  private final Scale scale;
  private final PrintStream out;

  Demo(Scale scale, PrintStream out) {
    this.scale = scale;
    this.out = out;
  }

  /**
   * Runs the demo.
   *
   * @param args none
   * @throws Exception if it cannot run
   */
  public static void main(String[] args) throws Exception {
    long start = System.nanoTime();
    List<Result> results = new Demo(SCALE, System.out).run();
    Duration time = Duration.ofNanos(System.nanoTime() - start);

    List<String> broken = new ArrayList<>();
    results.forEach(result -> broken.addAll(Promises.broken(result, SCALE)));
    if (time.compareTo(TIME_LIMIT) > 0) {
      broken.add("it took more than " + TIME_LIMIT.toSeconds() + " s");
    }
    broken.forEach(problem -> System.out.println("FAILED: " + problem));
    System.out.printf("%nThe whole demo took %d s.%n", time.toSeconds());
    System.exit(broken.isEmpty() ? 0 : 1);
  }

  List<Result> run() throws Exception {
    List<Dataset> datasets = List.of(Dataset.coordinate(scale), Dataset.image(scale));
    List<Result> results = new ArrayList<>();
    try (EmbeddedS3 s3 = EmbeddedS3.start()) {
      String bucket = s3.newBucket();
      try (AsyncStore store = Stores.open(s3.url(bucket))) {
        for (Dataset dataset : datasets) {
          write(dataset, store);
        }
      }
      // Otherwise the first to read would be charged for compiling the code.
      out.println("Warming up: each way reads each array twice without a delay, not counted");
      Trial warmUp = new Trial(s3, bucket, scale, SILENT);
      for (Dataset dataset : datasets) {
        read(dataset, warmUp);
        read(dataset, warmUp);
      }

      s3.delay(scale.delay());
      out.printf(
          "Reading open arrays, with %d ms before each response, at most %,d requests in flight, and"
              + " no cache%n",
          scale.delay().toMillis(), scale.maxInFlight());
      Trial trial = new Trial(s3, bucket, scale, out);
      for (Dataset dataset : datasets) {
        out.printf("%n%s%n%n", dataset.title());
        List<Result> compared = read(dataset, trial);
        out.printf("%n%s%n", Report.of(compared));
        results.addAll(compared);
      }
    }
    return results;
  }

  private void write(Dataset dataset, AsyncStore store) throws Exception {
    long start = System.nanoTime();
    ZarrArray array = JZarrs.createArray(store, dataset.path(), dataset.params());
    array.write(dataset.values(), dataset.shape(), new int[dataset.shape().length]);
    out.printf(
        Locale.ROOT,
        "Wrote the %s through JZarr onto S3: %,d chunks in %.1f s%n",
        dataset.path(),
        dataset.chunks(),
        (System.nanoTime() - start) / 1e9);
  }

  private static List<Result> read(Dataset dataset, Trial trial) throws Exception {
    List<Result> results = new ArrayList<>();
    for (Way way : List.of(dataset.loop(), Way.DROP_IN, Way.EXACT)) {
      results.add(trial.run(dataset, way));
    }
    return results;
  }
}
