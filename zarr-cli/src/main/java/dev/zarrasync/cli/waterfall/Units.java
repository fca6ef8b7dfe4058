package dev.zarrasync.cli.waterfall;

import java.util.Locale;

/** Numbers with their units, for people. */
final class Units {

  private Units() {}

  static String time(long nanos) {
    if (nanos < 1_000_000) {
      return scaled(nanos / 1e3, "µs");
    }
    return nanos < 1_000_000_000 ? scaled(nanos / 1e6, "ms") : scaled(nanos / 1e9, "s");
  }

  static String bytes(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    if (bytes < 1_000_000) {
      return scaled(bytes / 1e3, "kB");
    }
    return bytes < 1_000_000_000 ? scaled(bytes / 1e6, "MB") : scaled(bytes / 1e9, "GB");
  }

  static String count(long number, String unit) {
    return String.format(Locale.ROOT, "%,d %s%s", number, unit, number == 1 ? "" : "s");
  }

  /** Three digits or all before the point. */
  private static String scaled(double value, String unit) {
    int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f %s", value, unit);
  }
}
