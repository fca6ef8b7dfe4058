package dev.zarrasync.examples.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.zarrasync.examples.parallel.Coordinates.RoundTrip;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeedupsTest {

  private static final int PIXELS = 20_000;

  /** In small. */
  static final class Small extends Coordinates {
    Small() {
      super(PIXELS);
    }
  }

  @Test
  void eachWayAndScheduleFindsThePixelsAgain(@TempDir Path directory) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Plan<double[]> plan = new Plan<>(Small.class, directory.resolve("arrays").toUri(), 1, 1);
    try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      assertThat(new Speedups<>(plan, out).run(new int[] {2}, directory))
          .asInstanceOf(type(RoundTrip.class))
          .satisfies(trip -> assertThat(trip.count()).isEqualTo(PIXELS))
          .satisfies(trip -> assertThat(trip.worst()).isLessThan(1e-6));
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("pool static", "pool guided", "processes static", "processes guided")
        .contains("All outcomes are equal");
    assertThat(directory.resolve("speedups.png")).isNotEmptyFile();
  }
}
