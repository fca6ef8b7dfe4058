package dev.zarrasync.cli.waterfall;

import dev.zarrasync.cli.waterfall.Canvas.Anchor;
import java.awt.Color;

/** What the colors mean, in a line. */
final class Legend {

  static final int MARK_WIDTH = 7;

  private static final int PHASE_WIDTH = 20;
  private static final int HEIGHT = 10;
  private static final int TEXT_SIZE = 12;

  /** More than a letter of this size takes on average. */
  private static final double LETTER_WIDTH = 6.6;

  private Legend() {}

  static void draw(Canvas canvas, double left, double top) {
    double x = left;
    for (Phase phase : Phase.values()) {
      x += entry(canvas, phase.color, PHASE_WIDTH, phase.label, x, top);
    }
    x += PHASE_WIDTH;
    for (Mark mark : Mark.values()) {
      x += entry(canvas, mark.color, MARK_WIDTH, mark.label, x, top);
    }
  }

  /** Returns how much room it takes. */
  private static double entry(
      Canvas canvas, Color color, double width, String label, double x, double top) {
    canvas.rectangle(color, x, top, width, HEIGHT);
    canvas.text(Color.BLACK, TEXT_SIZE, Anchor.START, x + width + 6, top + HEIGHT, label);
    return width + 28 + LETTER_WIDTH * label.length();
  }
}
