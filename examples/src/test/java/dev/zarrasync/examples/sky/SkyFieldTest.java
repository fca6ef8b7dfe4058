package dev.zarrasync.examples.sky;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SkyFieldTest {

  @Test
  void pixelsAreWhereOtherImplementationsHaveThem() {
    for (Reference line : Reference.read("tan.csv")) {
      SkyField field =
          new SkyField(line.direction(0), Math.toRadians(line.real(2)), line.integer(3));

      Direction direction = field.at(line.integer(4), line.integer(5));

      assertThat(direction.angleTo(line.direction(6))).as("%s", line).isLessThan(1e-11);
    }
  }

  @Test
  void itsCircleReachesToItsCorners() {
    SkyField field = new SkyField(Direction.ofDegrees(90, 41), Math.toRadians(36), 1000);

    double toCorner = field.centre().angleTo(field.at(0, 999));

    assertThat(field.cone().radius()).isBetween(toCorner, toCorner + Math.toRadians(0.05));
  }

  @Test
  void halfTheSkyIsTooMuch() {
    assertThatThrownBy(() -> new SkyField(Direction.ofDegrees(0, 0), Math.PI, 10))
        .hasMessageContaining("180.0 degrees");
  }
}
