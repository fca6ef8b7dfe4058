package dev.zarrasync.cli.waterfall;

import java.awt.Color;

/** What a picture is drawn on. Lengths are in pixels, from the left and the top. */
interface Canvas {

  /** Where a text is relative to its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  void rectangle(Color color, double x, double y, double width, double height);

  /**
   * Writes a line of text.
   *
   * @param y its base line
   */
  void text(Color color, int size, Anchor anchor, double x, double y, String text);
}
