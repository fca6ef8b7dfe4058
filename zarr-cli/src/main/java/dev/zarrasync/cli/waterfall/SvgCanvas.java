package dev.zarrasync.cli.waterfall;

import java.awt.Color;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes SVG. Rectangles of one color that follow each other are one path: thousands stay light.
 */
final class SvgCanvas implements Canvas {

  private final StringBuilder out = new StringBuilder();
  private @Nullable Color pathColor;

  @Override
  public void rectangle(Color color, double x, double y, double width, double height) {
    if (!color.equals(pathColor)) {
      endPath();
      out.append("<path fill=\"").append(hex(color)).append("\" d=\"");
      pathColor = color;
    }
    out.append('M').append(number(x)).append(' ').append(number(y));
    out.append('h').append(number(width)).append('v').append(number(height));
    out.append('h').append(number(-width)).append('z');
  }

  @Override
  public void text(Color color, int size, Anchor anchor, double x, double y, String text) {
    endPath();
    out.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
    out.append("\" font-size=\"").append(size).append("\" fill=\"").append(hex(color));
    out.append("\" text-anchor=\"").append(anchor.name().toLowerCase(Locale.ROOT)).append("\">");
    out.append(escaped(text)).append("</text>\n");
  }

  private void endPath() {
    if (pathColor != null) {
      out.append("\"/>\n");
      pathColor = null;
    }
  }

  /** Returns what was drawn. */
  String end() {
    endPath();
    return out.toString();
  }

  private static String hex(Color color) {
    return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff);
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
