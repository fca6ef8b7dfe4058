package dev.zarrasync.cli.waterfall;

import dev.zarrasync.cli.waterfall.Bar.Segment;
import dev.zarrasync.cli.waterfall.Canvas.Anchor;
import java.awt.Color;

/** The picture of a waterfall: a bar for each request, below the number of those in flight. */
final class Picture {

  static final int WIDTH = 1200;

  private static final Color INK = new Color(0x212529);
  private static final Color FAINT = new Color(0x6c757d);
  private static final Color GRID = new Color(0xe3e6ea);
  private static final Color LOAD = new Color(0x9fb6cd);

  private static final int CHART_TOP = 96;
  private static final int CHART_HEIGHT = 60;
  private static final int TOP = CHART_TOP + CHART_HEIGHT + 34;
  private static final int BOTTOM = 30;
  private static final int LEAST_MARK = 4;
  private static final int SPACE_FOR_ROWS = 800;
  private static final int MOST_SPACE = 8000;
  private static final double LEAST_ROW = 2;
  private static final double MOST_ROW = 20;

  /** A row of this height has its text. */
  private static final double TEXT_ROW = 12;

  private static final int KEY_LENGTH = 34;

  private final Waterfall waterfall;
  private final Ticks ticks;
  private final double rowHeight;
  private final boolean hasText;
  private final int left;
  private final int right;

  Picture(Waterfall waterfall) {
    this.waterfall = waterfall;
    this.ticks = Ticks.of(waterfall.end(), 12);
    int rows = Math.max(1, waterfall.bars().size());
    double fitting = Math.max(LEAST_ROW, Math.min(MOST_ROW, (double) SPACE_FOR_ROWS / rows));
    this.rowHeight = Math.min(fitting, (double) MOST_SPACE / rows);
    this.hasText = rowHeight >= TEXT_ROW;
    this.left = hasText ? 260 : 80;
    this.right = WIDTH - (hasText ? 180 : 20);
  }

  int height() {
    return (int) Math.ceil(bottom()) + BOTTOM;
  }

  /** Where the first row begins. */
  int top() {
    return TOP;
  }

  double rowHeight() {
    return rowHeight;
  }

  private double bottom() {
    return TOP + rowHeight * waterfall.bars().size();
  }

  private double x(long time) {
    return left + (right - left) * ((double) time / waterfall.end());
  }

  private double y(int row) {
    return TOP + row * rowHeight;
  }

  void draw(Canvas canvas) {
    canvas.rectangle(Color.WHITE, 0, 0, WIDTH, height());
    drawHead(canvas);
    Legend.draw(canvas, 16, 60);
    drawLoad(canvas);
    drawAxis(canvas);
    drawBars(canvas);
    drawMarks(canvas);
    if (hasText) {
      drawTexts(canvas);
    } else {
      drawNumbers(canvas);
    }
  }

  private void drawHead(Canvas canvas) {
    String title = "Read of " + waterfall.region() + " of " + waterfall.array();
    canvas.text(INK, 15, Anchor.START, 16, 26, shortened(title, 130));
    canvas.text(FAINT, 13, Anchor.START, 16, 46, new Summary(waterfall).headline());
  }

  /** How many requests are in flight, over the bars: of each column of pixels the most. */
  private void drawLoad(Canvas canvas) {
    InFlight load = InFlight.of(waterfall.bars());
    int peak = Math.max(1, load.peak());
    double foot = CHART_TOP + CHART_HEIGHT;
    int[] most = load.most(right - left, waterfall.end());
    for (int start = 0; start < most.length; ) {
      int end = start + 1;
      while (end < most.length && most[end] == most[start]) {
        end++;
      }
      double height = CHART_HEIGHT * ((double) most[start] / peak);
      canvas.rectangle(LOAD, left + start, foot - height, end - start, height);
      start = end;
    }
    canvas.rectangle(FAINT, left, foot, right - left, 0.5);
    canvas.text(FAINT, 11, Anchor.END, left - 24, CHART_TOP + 9, peak + "");
    canvas.text(FAINT, 11, Anchor.END, left - 24, CHART_TOP + 34, "in flight");
    canvas.text(FAINT, 11, Anchor.END, left - 24, foot, "0");
  }

  private void drawAxis(Canvas canvas) {
    for (int i = 0; i < ticks.count(); i++) {
      double x = x(ticks.step() * i);
      canvas.rectangle(GRID, x, CHART_TOP, 1, bottom() - CHART_TOP);
      canvas.text(FAINT, 11, Anchor.MIDDLE, x, TOP - 14, ticks.label(i));
      canvas.text(FAINT, 11, Anchor.MIDDLE, x, bottom() + 18, ticks.label(i));
    }
    canvas.rectangle(FAINT, left, TOP - 4, right - left, 0.5);
    canvas.rectangle(FAINT, left, bottom() + 2, right - left, 0.5);
  }

  private void drawBars(Canvas canvas) {
    double gap = rowHeight >= 6 ? 2 : 0;
    for (Phase phase : Phase.values()) {
      for (int row = 0; row < waterfall.bars().size(); row++) {
        for (Segment segment : waterfall.bars().get(row).segments()) {
          if (segment.phase() == phase) {
            double start = x(segment.start());
            double width = Math.max(0.7, x(segment.start() + segment.nanos()) - start);
            canvas.rectangle(phase.color, start, y(row) + gap / 2, width, rowHeight - gap);
          }
        }
      }
    }
  }

  /** Left of the bars: how a request was sent, and how it ended if not well. */
  private void drawMarks(Canvas canvas) {
    double height = Math.max(LEAST_MARK, rowHeight - 2);
    for (Mark mark : Mark.values()) {
      boolean ofSending = mark == Mark.RETRY || mark == Mark.HEDGE;
      double x = left - (ofSending ? 2 : 1) * (Legend.MARK_WIDTH + 1.0) - 2;
      for (int row = 0; row < waterfall.bars().size(); row++) {
        if (waterfall.bars().get(row).has(mark)) {
          double y = y(row) + (rowHeight - height) / 2;
          canvas.rectangle(mark.color, x, y, Legend.MARK_WIDTH, height);
        }
      }
    }
  }

  private void drawTexts(Canvas canvas) {
    for (int row = 0; row < waterfall.bars().size(); row++) {
      Bar bar = waterfall.bars().get(row);
      double base = y(row) + rowHeight / 2 + 4;
      String name = bar.key() + (bar.range().isEmpty() ? "" : " " + bar.range());
      String request = bar.method().equals("GET") ? name : bar.method() + " " + name;
      canvas.text(INK, 11, Anchor.END, left - 24, base, tail(request));
      String end = bar.outcome().equals("FOUND") ? Units.bytes(bar.bytes()) : bar.outcome();
      String text = Units.time(bar.end() - bar.start()) + ", " + end;
      canvas.text(FAINT, 11, Anchor.START, right + 10, base, text);
    }
  }

  /** Rows too low for text: every so often the number of one. */
  private void drawNumbers(Canvas canvas) {
    int rows = waterfall.bars().size();
    long step = Ticks.of(rows, Math.max(2, (int) (rows * rowHeight / 40))).step();
    for (long number = step; number <= rows; number += step) {
      double y = y((int) number - 1) + rowHeight / 2;
      canvas.rectangle(GRID, left - 22, y, 4, 1);
      canvas.text(FAINT, 11, Anchor.END, left - 26, y + 4, number + "");
    }
    canvas.text(FAINT, 11, Anchor.END, left - 26, TOP - 14, "request");
  }

  private static String tail(String text) {
    int length = text.length();
    return length <= KEY_LENGTH ? text : "…" + text.substring(length - KEY_LENGTH + 1);
  }

  private static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }
}
