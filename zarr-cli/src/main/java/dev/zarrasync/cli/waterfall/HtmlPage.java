package dev.zarrasync.cli.waterfall;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A waterfall as a page that needs nothing else: the picture as SVG, and what a request did where
 * the mouse is.
 *
 * @param waterfall the waterfall
 */
public record HtmlPage(Waterfall waterfall) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Returns the page.
   *
   * @return HTML
   * @throws IOException if it cannot be made
   */
  public String text() throws IOException {
    Picture picture = new Picture(waterfall);
    SvgCanvas canvas = new SvgCanvas();
    picture.draw(canvas);
    String summary =
        new Summary(waterfall)
            .lines().stream().map(SvgCanvas::escaped).collect(Collectors.joining("\n"));
    return template()
        .replace("@WIDTH@", Integer.toString(Picture.WIDTH))
        .replace("@HEIGHT@", Integer.toString(picture.height()))
        .replace("@TOP@", Integer.toString(picture.top()))
        .replace("@ROW@", Double.toString(picture.rowHeight()))
        .replace("@SUMMARY@", summary)
        .replace("@PICTURE@", canvas.end())
        .replace("@ROWS@", rows());
  }

  private static String template() throws IOException {
    try (InputStream page = HtmlPage.class.getResourceAsStream("waterfall.html")) {
      return new String(Objects.requireNonNull(page).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What the tips say, a list of lines for each row. No text in it can end the script. */
  private String rows() throws IOException {
    ArrayNode rows = JSON.createArrayNode();
    for (Bar bar : waterfall.bars()) {
      ArrayNode lines = rows.addArray();
      lines.add(bar.method() + " " + bar.key());
      lines.add(how(bar));
      for (Bar.Segment segment : bar.segments()) {
        lines.add(
            "%s %s, from %s"
                .formatted(
                    segment.phase().label,
                    Units.time(segment.nanos()),
                    Units.time(segment.start())));
      }
    }
    return JSON.writeValueAsString(rows).replace("<", "\\u003c");
  }

  private static String how(Bar bar) {
    return bar.outcome()
        + ", "
        + Units.bytes(bar.bytes())
        + (bar.range().isEmpty() ? "" : ", bytes " + bar.range())
        + (bar.attempt() > 1 ? ", attempt " + bar.attempt() : "")
        + (bar.hedge() ? ", second request" : "");
  }
}
