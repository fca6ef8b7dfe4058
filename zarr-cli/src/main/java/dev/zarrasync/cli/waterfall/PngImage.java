package dev.zarrasync.cli.waterfall;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A waterfall as an image.
 *
 * @param waterfall the waterfall
 */
public record PngImage(Waterfall waterfall) {

  /**
   * Writes the image.
   *
   * @param file where it goes
   * @throws IOException if it cannot be drawn or written
   */
  public void writeTo(Path file) throws IOException {
    BufferedImage image;
    try {
      image = draw();
    } catch (LinkageError | InternalError | RuntimeException e) { // As Java 2D tells of it.
      throw new IOException(
          "No text can be drawn here: install fontconfig and a font, or write HTML (--html)", e);
    }
    try (var out = Files.newOutputStream(file)) {
      ImageIO.write(image, "png", out);
    }
  }

  BufferedImage draw() {
    System.setProperty("java.awt.headless", "true");
    Picture picture = new Picture(waterfall);
    BufferedImage image =
        new BufferedImage(Picture.WIDTH, picture.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      picture.draw(new GraphicsCanvas(graphics));
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private record GraphicsCanvas(Graphics2D graphics) implements Canvas {
    @Override
    public void rectangle(Color color, double x, double y, double width, double height) {
      graphics.setColor(color);
      graphics.fill(new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    public void text(Color color, int size, Anchor anchor, double x, double y, String text) {
      graphics.setColor(color);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, size));
      FontMetrics metrics = graphics.getFontMetrics();
      double shift =
          switch (anchor) {
            case START -> 0;
            case MIDDLE -> metrics.stringWidth(text) / 2.0;
            case END -> metrics.stringWidth(text);
          };
      graphics.drawString(text, (float) (x - shift), (float) y);
    }
  }
}
