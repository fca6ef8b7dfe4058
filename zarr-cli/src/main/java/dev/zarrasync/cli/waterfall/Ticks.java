package dev.zarrasync.cli.waterfall;

import java.util.Locale;

/**
 * Where an axis has its marks: at whole multiples of 1, 2 or 5 times a power of ten.
 *
 * @param step the distance of two of them, in nanoseconds
 * @param count how many there are, with that at 0
 */
record Ticks(long step, int count) {

  static Ticks of(long end, int atMost) {
    long power = 1;
    while (true) {
      for (int factor : new int[] {1, 2, 5}) {
        long step = power * factor;
        if (end / step < atMost) {
          return new Ticks(step, (int) (end / step) + 1);
        }
      }
      power *= 10;
    }
  }

  /** All in the unit of the largest. */
  String label(int number) {
    long largest = step * Math.max(1, count - 1);
    long time = step * number;
    if (largest < 1_000_000) {
      return text(time, 1e3, "µs");
    }
    return largest < 1_000_000_000 ? text(time, 1e6, "ms") : text(time, 1e9, "s");
  }

  private static String text(long nanos, double scale, String unit) {
    String number = String.format(Locale.ROOT, "%.3f", nanos / scale);
    return number.replaceFirst("\\.?0+$", "") + " " + unit;
  }
}
