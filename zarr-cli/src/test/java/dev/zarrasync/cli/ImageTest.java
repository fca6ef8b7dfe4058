package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.DataType;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images of slices. */
class ImageTest {

  private final Path directory;
  private final Path file;

  ImageTest(@TempDir Path directory) {
    this.directory = directory;
    this.file = directory.resolve("slice.png");
  }

  private BufferedImage image() throws Exception {
    return ImageIO.read(file.toFile());
  }

  /** An array of 2 x 3 x 4 floats from 0 on, 5 of which are filled or no number. */
  private String floats() throws Exception {
    float[] values = new float[24];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    values[3] = Float.NaN;
    values[11] = -1;
    try (AsyncStore store = FileStore.at(directory.resolve("floats"))) {
      ArrayParams params =
          new ArrayParams().shape(2, 3, 4).chunks(1, 2, 2).dataType(DataType.f4).fillValue(-1);
      JZarrs.createArray(store, "", params, null)
          .write(values, new int[] {2, 3, 4}, new int[] {0, 0, 0});
    }
    return directory.resolve("floats").toString();
  }

  @Test
  void aSliceHasAPixelForEachElement() throws Exception {
    String text = Run.text("get", floats(), "0,:,:", "--png=" + file, "--colormap=grey");
    assertThat(text)
        .isEqualTo(
            "4 x 3 pixels; values from 0.0 to 10.0, colors from 0.0 to 10.0; 2 transparent\n");
    assertThat(image().getWidth()).isEqualTo(4);
    assertThat(image().getHeight()).isEqualTo(3);
    assertThat(image().getRGB(0, 0)).isEqualTo(ColorMap.grey.color(0).getRGB());
    assertThat(image().getRGB(2, 2)).isEqualTo(ColorMap.grey.color(1).getRGB());
    assertThat(image().getRGB(3, 0) >>> 24).as("not a number").isZero();
    assertThat(image().getRGB(3, 2) >>> 24).as("the fill value").isZero();
    assertThat(image().getRGB(1, 1) >>> 24).isEqualTo(255);
  }

  @Test
  void anyTwoDimensionsWillDo() throws Exception {
    assertThat(Run.text("get", floats(), ":,0,:", "--png=" + file)).startsWith("4 x 2 ");
    assertThat(Run.text("get", floats(), ":,:,0", "--png=" + file)).startsWith("3 x 2 ");
  }

  @Test
  void whatIsOutOfBoundsHasTheColorOfTheBound() throws Exception {
    Run.text("get", floats(), "0,:,:", "--png=" + file, "--min=4", "--max=6");
    assertThat(image().getRGB(0, 0)).isEqualTo(ColorMap.dusk.color(0).getRGB());
    assertThat(image().getRGB(2, 2)).isEqualTo(ColorMap.dusk.color(1).getRGB());
  }

  @Test
  void unsignedElementsAreNotNegative() throws Exception {
    SampleData data = SampleData.in(directory);
    assertThat(Run.text("get", data.image(), "--png=" + file))
        .contains("values from 65530.0 to 65535.0");
  }

  @Test
  void aRegionThatIsNoSliceIsAFailureWithAHint() throws Exception {
    assertNoSlice("[2, 3, 4] has 3 of more than 1", "get", floats(), "--png=" + file);
    assertNoSlice("[1, 1, 4] has 1 of more than 1", "get", floats(), "0,0,:", "--png=" + file);
    assertThat(file).doesNotExist();
  }

  private static void assertNoSlice(String problem, String... args) {
    Run run = Run.of(args);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(problem, "Hint: choose a slice by REGION");
  }

  @Test
  void boundsTheWrongWayRoundAreAFailure() throws Exception {
    Run run = Run.of("get", floats(), "0,:,:", "--png=" + file, "--min=9", "--max=1");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("The first color is for 9.0", "from 0.0 to 10.0");
  }

  @Test
  void colorsWithoutAnImageAreWrongUsage() throws Exception {
    assertThat(Run.of("get", floats(), "--min=9").exitCode()).isEqualTo(2);
  }

  @Test
  void aSliceWithoutValuesIsTransparent() throws Exception {
    String array = floats();
    for (String chunk : new String[] {"0.0.0", "0.0.1", "0.1.0", "0.1.1"}) {
      Files.delete(Path.of(array, chunk));
    }
    assertThat(Run.text("get", array, "0,:,:", "--png=" + file)).contains("12 transparent");
    assertThat(image().getRGB(2, 2) >>> 24).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void theLightnessOfAColorMapGrowsEvenly(ColorMap map) {
    for (int i = 1; i < 255; i++) {
      double step = lightness(map.color((i + 1) / 255.0)) - lightness(map.color(i / 255.0));
      assertThat(step).as("step " + i).isBetween(-0.001, 0.008);
    }
    assertThat(lightness(map.color(0))).isLessThan(0.25);
    assertThat(lightness(map.color(1))).isGreaterThan(0.9);
  }

  /** About as the eye sees it. */
  private static double lightness(Color color) {
    return Math.cbrt(
        0.2126 * light(color.getRed())
            + 0.7152 * light(color.getGreen())
            + 0.0722 * light(color.getBlue()));
  }

  private static double light(int channel) {
    double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
