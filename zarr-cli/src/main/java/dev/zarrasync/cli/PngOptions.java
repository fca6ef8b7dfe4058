package dev.zarrasync.cli;

import dev.zarrasync.codec.DataType;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code get} for an image. */
final class PngOptions {

  private static final int MOST_PIXELS = 100_000_000;

  @Option(
      names = "--png",
      required = true,
      paramLabel = "FILE",
      description = "Write an image of a slice in place of its elements, a pixel for each.")
  private Path file = Path.of("");

  @Option(
      names = "--colormap",
      paramLabel = "NAME",
      defaultValue = "dusk", // That of the field is not seen: a group is made when it is used.
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private ColorMap map = ColorMap.dusk;

  @Option(
      names = "--min",
      paramLabel = "VALUE",
      description = "What has the first color; by default the least value.")
  private @Nullable Double min;

  @Option(
      names = "--max",
      paramLabel = "VALUE",
      description = "What has the last color; by default the largest value.")
  private @Nullable Double max;

  /** Returns how many columns the image of a region has. */
  static int width(Region region, DataType type) throws CommandException {
    if (!Elements.areNumbers(type)) {
      throw new CommandException(
          "An image is of numbers, but the elements are of the kind " + type.kind(),
          "write them as --format csv");
    }
    long[] axes = Arrays.stream(region.shape()).filter(length -> length > 1).toArray();
    if (axes.length != 2) {
      throw new CommandException(
          "An image is of two dimensions, but the region of shape %s has %d of more than 1"
              .formatted(Arrays.toString(region.shape()), axes.length),
          "choose a slice by REGION, with one index in all but two dimensions");
    }
    if (Region.product(axes) > MOST_PIXELS) {
      throw new CommandException(
          "An image of %,d x %,d pixels is too large".formatted(axes[1], axes[0]),
          "choose a slice of up to 100 million elements by REGION");
    }
    return (int) axes[1];
  }

  /** Writes the image, and says what its colors mean. */
  void write(SliceImage slice, PrintWriter text) throws IOException {
    SliceImage.Bounds found = slice.bounds();
    double least = found == null ? 0 : found.min();
    double most = found == null ? 0 : found.max();
    SliceImage.Bounds bounds =
        new SliceImage.Bounds(min == null ? least : min, max == null ? most : max);
    if (bounds.min() > bounds.max()) {
      throw new CommandException(
          "The first color is for %s, the last for less: %s".formatted(bounds.min(), bounds.max()),
          "the values are from %s to %s: see --min and --max".formatted(least, most));
    }
    System.setProperty("java.awt.headless", "true");
    BufferedImage image = slice.draw(map, bounds);
    WholeFile.write(file, out -> ImageIO.write(image, "png", out));
    text.printf(
        "%d x %d pixels; values from %s to %s, colors from %s to %s; %,d transparent%n",
        slice.width(),
        image.getHeight(),
        least,
        most,
        bounds.min(),
        bounds.max(),
        slice.transparent());
  }
}
