package dev.zarrasync.examples.sky;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Makes a survey of the {@link SyntheticSky}. Some of its tiles are missing. */
final class SyntheticSurvey {

  private static final String PNG_METADATA = "javax_imageio_png_1.0";

  private final SurveyProperties properties;

  /** Makes a survey that has tiles of one order. */
  SyntheticSurvey(int order, int tileWidth) {
    properties = new SurveyProperties("Synthetic sky", order, order, tileWidth, TileFormat.PNG);
  }

  /** Whether the survey leaves out a cell, as one that has not seen the whole sky. */
  static boolean leavesOut(Cell cell) {
    return cell.npix() % 11 == 5;
  }

  SurveyProperties properties() {
    return properties;
  }

  /**
   * Makes the properties and the tiles of cells.
   *
   * @param cells which cells; some are left out
   * @param store takes each key and its bytes, on many threads
   */
  void write(Collection<Cell> cells, BiConsumer<String, byte[]> store) {
    store.accept(SurveyProperties.KEY, properties.text().getBytes(StandardCharsets.UTF_8));
    cells.parallelStream()
        .filter(cell -> !leavesOut(cell))
        .forEach(cell -> store.accept(properties.key(cell), png(cell)));
  }

  private byte[] png(Cell cell) {
    int width = properties.tileWidth();
    int depth = Integer.numberOfTrailingZeros(width);
    BufferedImage image = new BufferedImage(width, width, BufferedImage.TYPE_INT_RGB);
    LongStream.range(cell.npix() << (2 * depth), (cell.npix() + 1) << (2 * depth))
        .mapToObj(npix -> new Cell(cell.order() + depth, npix))
        .forEach(p -> image.setRGB(p.y() % width, p.x() % width, SyntheticSky.argb(p.centre())));
    try {
      return encode(image, cell);
    } catch (IOException e) {
      throw new AssertionError("Memory takes all that is written", e);
    }
  }

  /** Says in the file's header which cell it is, as the FITS header of a tile does. */
  private static byte[] encode(BufferedImage image, Cell cell) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    IIOMetadata header =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
    IIOMetadataNode texts = new IIOMetadataNode("tEXt");
    texts.appendChild(text("ORDER", cell.order()));
    texts.appendChild(text("NPIX", cell.npix()));
    IIOMetadataNode root = new IIOMetadataNode(PNG_METADATA);
    root.appendChild(texts);
    header.mergeTree(PNG_METADATA, root);

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(new IIOImage(image, null, header));
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static IIOMetadataNode text(String keyword, long value) {
    IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
    entry.setAttribute("keyword", keyword);
    entry.setAttribute("value", Long.toString(value));
    return entry;
  }
}
