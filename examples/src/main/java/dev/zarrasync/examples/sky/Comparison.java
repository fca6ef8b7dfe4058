package dev.zarrasync.examples.sky;

import dev.zarrasync.http.HttpStore;
import dev.zarrasync.testing.WebServer;
import dev.zarrasync.testing.WebServer.Speaks;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads a scene of a survey that it makes itself twice, from a server that answers late: one tile
 * after the other, and many at once.
 */
final class Comparison {

  private static final PrintStream SILENT =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  private static final String PATH = "/survey";

  private final Scene scene;
  private final int tileWidth;
  private final Duration delay;
  private final PrintStream out;

  Comparison(Scene scene, int tileWidth, Duration delay, PrintStream out) {
    this.scene = scene;
    this.tileWidth = tileWidth;
    this.delay = delay;
    this.out = out;
  }

  /** Returns the reading one by one and that of many at once. */
  List<ServedReading> run() throws Exception {
    try (WebServer server = WebServer.start(Speaks.TLS)) {
      List<Cell> cells = scene.field().cone().cells(scene.order());
      new SyntheticSurvey(scene.order(), tileWidth)
          .write(cells, (key, bytes) -> server.put(PATH + "/" + key, bytes));
      print("Made a survey of %,d tiles of %d x %d pixels", cells.size(), tileWidth, tileWidth);

      // Otherwise the first to read would be charged for compiling the code.
      ServedReading unused = read(scene, server, SILENT);
      server.answerAfter(delay);
      print("Reading it over HTTP/2 with %d ms before each answer%n", delay.toMillis());
      return List.of(read(scene.parallel(1), server, out), read(scene, server, out));
    }
  }

  private static ServedReading read(Scene scene, WebServer server, PrintStream out)
      throws IOException, InterruptedException {
    int connections = server.connections();
    try (HttpStore store =
            HttpStore.builder()
                .base(server.url(PATH))
                .trustStore(WebServer.trusted())
                .cacheBytes(0)
                .build();
        SkyReader reader = new SkyReader(Survey.open(store), out)) {
      int requests = server.requests();
      Reading reading = reader.read(scene);
      return new ServedReading(
          reading, server.requests() - requests, server.connections() - connections);
    }
  }

  /** Prints what the readings took, and returns whether their images are equal. */
  boolean report(List<ServedReading> readings) throws IOException {
    print("%n%-12s  %6s  %8s  %11s  %7s", "way", "time/s", "requests", "connections", "missing");
    for (ServedReading served : readings) {
      Reading reading = served.reading();
      print(
          "%-12s  %6.2f  %8d  %11d  %7d",
          reading.way(),
          reading.seconds(),
          served.requests(),
          served.connections(),
          reading.missing().size());
    }
    Reading slow = readings.get(0).reading();
    Reading fast = readings.get(1).reading();
    boolean equal = Arrays.equals(slow.image().png(), fast.image().png());
    print(
        "%n%s took 1/%.1f of the time of %s; the images are %s.",
        fast.way(),
        slow.seconds() / fast.seconds(),
        slow.way(),
        equal ? "equal, byte for byte" : "NOT EQUAL");
    return equal;
  }

  private void print(String pattern, Object... values) {
    out.printf(Locale.ROOT, pattern + "%n", values);
  }
}
