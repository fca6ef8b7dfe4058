package dev.zarrasync.examples.sky;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.file.FileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SkyImageTest {

  @Test
  void eachPixelHasTheColourOfItsDirection() throws Exception {
    SmallSurvey small = new SmallSurvey(256);

    SortedSet<Cell> missing = paint(small.image, small.through(small.store));

    assertThat(missing).isNotEmpty();
    for (int pixel = 0; pixel < 120 * 120; pixel++) {
      int column = pixel % 120;
      int row = pixel / 120;
      Direction direction = SmallSurvey.FIELD.at(column, row);
      int argb = small.image.argb(column, row);
      if (missing.contains(Cell.of(direction, SmallSurvey.ORDER))) {
        assertThat(argb).as("%d, %d", column, row).isZero();
      } else {
        assertThat(distance(argb, SyntheticSky.argb(direction)))
            .as("%d, %d", column, row)
            .isLessThan(25);
      }
    }
  }

  /** The tiles of another implementation, so that both cannot be turned in the same way. */
  @Test
  void tilesOfAnotherImplementationAreInTheirPlace() throws Exception {
    Path directory = Path.of(SkyImageTest.class.getResource("reproject").toURI());
    SkyField field = new SkyField(Direction.ofDegrees(100, 30), Math.toRadians(10), 50);
    SkyImage image = new SkyImage(field, 3, 16);

    try (FileStore store = FileStore.at(directory)) {
      assertThat(paint(image, Survey.open(store))).isEmpty();
    }

    for (int row = 0; row < 50; row++) {
      for (int column = 0; column < 50; column++) {
        Direction direction = field.at(column, row);
        int red = (int) ((Math.toDegrees(direction.lon()) - 80) * 255 / 40);
        int green = (int) ((Math.toDegrees(direction.lat()) - 10) * 255 / 40);
        int expected = (0xff << 24) | (red << 16) | (green << 8) | 200;
        assertThat(distance(image.argb(column, row), expected))
            .as("%d, %d", column, row)
            .isLessThan(5);
      }
    }
  }

  @Test
  void anImageNeedsTheTilesOfItsPixels() {
    SkyField pixel = new SkyField(Direction.ofDegrees(33, 44), Math.toRadians(1), 1);

    assertThat(new SkyImage(pixel, 7, 512).tiles())
        .containsExactly(Cell.of(Direction.ofDegrees(33, 44), 7));
  }

  private static SortedSet<Cell> paint(SkyImage image, Survey survey)
      throws IOException, InterruptedException {
    return new TileReader(survey, 4, Duration.ofMinutes(1), Runnable::run)
        .read(image.tiles(), image::paint, (done, total, bytes) -> {});
  }

  /** Returns the largest difference of a colour's parts. */
  private static int distance(int argb, int other) {
    return IntStream.of(0, 8, 16, 24)
        .map(shift -> Math.abs(((argb >> shift) & 0xff) - ((other >> shift) & 0xff)))
        .max()
        .orElseThrow();
  }
}
