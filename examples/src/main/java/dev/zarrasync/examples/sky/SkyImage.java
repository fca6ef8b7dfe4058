package dev.zarrasync.examples.sky;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * An image of the sky that tiles are painted into, in any order: each pixel takes the colour of the
 * tile's pixel at its middle. What no tile has painted stays transparent.
 *
 * <p>Tiles of different cells may be painted by several threads at once: they have no pixel in
 * common.
 */
final class SkyImage {

  private final int size;
  private final int tileWidth;
  private final int pixelOrder;
  private final int[] argb;

  /** For each pixel of the image the number of the cell, of the tiles' pixels, that it is in. */
  private final long[] cells;

  private final SortedMap<Cell, int[]> pixelsOfTiles = new TreeMap<>();

  /**
   * Makes an image without colours.
   *
   * @param field what it shows
   * @param order of which order the tiles are
   * @param tileWidth how many pixels a tile has in each dimension
   */
  SkyImage(SkyField field, int order, int tileWidth) {
    this.size = field.size();
    this.tileWidth = tileWidth;
    this.pixelOrder = order + Integer.numberOfTrailingZeros(tileWidth);
    this.argb = new int[size * size];
    this.cells = new long[size * size];
    SortedMap<Cell, IntStream.Builder> pixels = new TreeMap<>();
    for (int pixel = 0; pixel < argb.length; pixel++) {
      Cell cell = Cell.of(field.at(pixel % size, pixel / size), pixelOrder);
      cells[pixel] = cell.npix();
      pixels.computeIfAbsent(cell.ancestor(order), c -> IntStream.builder()).add(pixel);
    }
    pixels.forEach((cell, builder) -> pixelsOfTiles.put(cell, builder.build().toArray()));
  }

  /** Returns which tiles the image has pixels of. */
  SortedSet<Cell> tiles() {
    return new TreeSet<>(pixelsOfTiles.keySet());
  }

  /**
   * Paints the pixels in the tile's cell. In a PNG or JPEG tile the rows from the top are the cells
   * from the south-west edge, and the columns from the left those from the south-east edge: HiPS
   * 1.0, section 4.2.1.
   */
  void paint(Tile tile) {
    for (int pixel : pixelsOfTiles.getOrDefault(tile.cell(), new int[0])) {
      Cell cell = new Cell(pixelOrder, cells[pixel]);
      argb[pixel] = tile.pixels().getRGB(cell.y() % tileWidth, cell.x() % tileWidth);
    }
  }

  /** Returns the colour of a pixel: 0 if nothing has been painted there. */
  int argb(int column, int row) {
    return argb[row * size + column];
  }

  /** Writes the image as a PNG file: the same bytes for the same pixels. */
  byte[] png() throws IOException {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, size, size, argb, 0, size);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    }
    return bytes.toByteArray();
  }
}
