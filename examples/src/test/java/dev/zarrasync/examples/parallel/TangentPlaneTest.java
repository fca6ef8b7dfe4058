package dev.zarrasync.examples.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zarrasync.examples.parallel.TangentPlane.Place;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class TangentPlaneTest {

  private static final TangentPlane CAMERA = TangentPlane.CAMERA;

  /** The values are those of astropy: see the first line of the file. */
  @ParameterizedTest
  @CsvFileSource(resources = "tangent-plane.csv", numLinesToSkip = 2)
  void placesAreThoseOfAstropy(double x, double y, double ascension, double declination) {
    Place sky = CAMERA.toSky(x, y);
    assertThat(sky.x()).isCloseTo(ascension, within(1e-10));
    assertThat(sky.y()).isCloseTo(declination, within(1e-10));
    Place pixel = CAMERA.toPixel(ascension, declination);
    assertThat(pixel.x()).isCloseTo(x, within(1e-6));
    assertThat(pixel.y()).isCloseTo(y, within(1e-6));
  }

  @Property
  void aPixelIsFoundAgain(
      @ForAll @DoubleRange(min = 1, max = 2_048) double x,
      @ForAll @DoubleRange(min = 1, max = 2_048) double y) {
    Place sky = CAMERA.toSky(x, y);
    Place back = CAMERA.toPixel(sky.x(), sky.y());
    assertThat(List.of(back.x() - x, back.y() - y)).allMatch(miss -> Math.abs(miss) < 1e-6);
  }
}
