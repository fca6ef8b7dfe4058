package dev.zarrasync.examples.sky;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Makes tiles of the bytes of PNG and JPEG files. Safe for use by many threads. */
final class TileDecoder {

  private final int tileWidth;

  /**
   * Makes a decoder.
   *
   * @param tileWidth how many pixels each tile must have in each dimension
   */
  TileDecoder(int tileWidth) {
    this.tileWidth = tileWidth;
  }

  Tile decode(Cell cell, String key, byte[] bytes, @Nullable String etag) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("neither PNG nor JPEG");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        // Before memory is taken for what a damaged header announces.
        if (width != tileWidth || height != tileWidth) {
          throw new IOException(
              "%d x %d pixels instead of %d x %d".formatted(width, height, tileWidth, tileWidth));
        }
        Map<String, String> texts = texts(reader.getImageMetadata(0));
        TileMeta meta = new TileMeta(key, bytes.length, etag, texts);
        return new Tile(cell, meta, argb(reader.read(0)));
      } finally {
        reader.dispose();
      }
    }
  }

  private static Map<String, String> texts(IIOMetadata header) {
    Element root = (Element) header.getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName);
    NodeList entries = root.getElementsByTagName("TextEntry");
    Map<String, String> texts = new TreeMap<>();
    for (int i = 0; i < entries.getLength(); i++) {
      Element entry = (Element) entries.item(i);
      texts.put(entry.getAttribute("keyword"), entry.getAttribute("value"));
    }
    return texts;
  }

  private static BufferedImage argb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    BufferedImage argb = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    // The JDK takes grey for linear light, and would brighten it.
    if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      copyGrey(image, argb);
    } else {
      argb.setRGB(0, 0, width, height, image.getRGB(0, 0, width, height, null, 0, width), 0, width);
    }
    return argb;
  }

  private static void copyGrey(BufferedImage image, BufferedImage argb) {
    Raster raster = image.getRaster();
    int tooFine = raster.getSampleModel().getSampleSize(0) - 8;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int grey = raster.getSample(x, y, 0) >> tooFine;
        int alpha = raster.getNumBands() > 1 ? raster.getSample(x, y, 1) >> tooFine : 0xff;
        argb.setRGB(x, y, (alpha << 24) | (grey << 16) | (grey << 8) | grey);
      }
    }
  }
}
