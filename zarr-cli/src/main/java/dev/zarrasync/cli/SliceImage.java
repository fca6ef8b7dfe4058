package dev.zarrasync.cli;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import org.jspecify.annotations.Nullable;

/**
 * A slice as an image: a pixel for each element, the first row at the top.
 *
 * @param elements the slice in C order
 * @param width how many columns it has
 * @param fill the value of elements that are transparent, as those that are no numbers are; or null
 */
record SliceImage(Elements elements, int width, @Nullable Double fill) {

  private static final int TRANSPARENT = 0;
  private static final int LEVELS = 255;

  /** From the value of the first color to that of the last. */
  record Bounds(double min, double max) {}

  private boolean isShown(double value) {
    return !Double.isNaN(value) && (fill == null || value != fill);
  }

  /** Returns the least and the largest finite value that is shown, or null if there is none. */
  @Nullable Bounds bounds() {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < elements.count(); i++) {
      double value = elements.get(i);
      if (isShown(value) && !Double.isInfinite(value)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    return min <= max ? new Bounds(min, max) : null;
  }

  long transparent() {
    long count = 0;
    for (int i = 0; i < elements.count(); i++) {
      count += isShown(elements.get(i)) ? 0 : 1;
    }
    return count;
  }

  /** Draws the image. What is out of bounds has the first or the last color. */
  BufferedImage draw(ColorMap map, Bounds bounds) {
    BufferedImage image =
        new BufferedImage(
            width, elements.count() / width, BufferedImage.TYPE_BYTE_INDEXED, colors(map));
    byte[] row = new byte[width];
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < width; x++) {
        row[x] = (byte) level(elements.get(y * width + x), bounds);
      }
      image.getRaster().setDataElements(0, y, width, 1, row);
    }
    return image;
  }

  private int level(double value, Bounds bounds) {
    if (!isShown(value)) {
      return TRANSPARENT;
    }
    double range = bounds.max - bounds.min;
    double part = range > 0 ? (value - bounds.min) / range : value > bounds.max ? 1 : 0;
    return 1 + (int) Math.max(0, Math.min(LEVELS - 1, part * LEVELS));
  }

  private static IndexColorModel colors(ColorMap map) {
    int[] colors = new int[LEVELS + 1];
    for (int i = 0; i < LEVELS; i++) {
      Color color = map.color(i / (LEVELS - 1.0));
      colors[i + 1] = color.getRGB();
    }
    return new IndexColorModel(
        Byte.SIZE, colors.length, colors, 0, true, TRANSPARENT, DataBuffer.TYPE_BYTE);
  }
}
