package dev.zarrasync.codec;

import java.math.BigDecimal;
import java.util.Locale;

/** What {@code cast_value} makes of numbers that are between two of a type. */
enum Rounding {
  NEAREST_EVEN,
  TOWARDS_ZERO,
  TOWARDS_POSITIVE,
  TOWARDS_NEGATIVE,
  NEAREST_AWAY;

  static Rounding of(Options options) {
    String name =
        options.oneOf(
            "rounding",
            "nearest-even",
            "nearest-even",
            "towards-zero",
            "towards-positive",
            "towards-negative",
            "nearest-away");
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  double toInteger(double value) {
    return switch (this) {
      case NEAREST_EVEN -> Math.rint(value);
      case TOWARDS_ZERO -> value < 0 ? Math.ceil(value) : Math.floor(value);
      case TOWARDS_POSITIVE -> Math.ceil(value);
      case TOWARDS_NEGATIVE -> Math.floor(value);
      case NEAREST_AWAY -> {
        double whole = Math.floor(Math.abs(value));
        double rounded = Math.abs(value) - whole >= 0.5 ? whole + 1 : whole;
        yield Math.copySign(rounded, value);
      }
    };
  }

  /**
   * Rounds to a floating-point number of a type.
   *
   * @param nearest the nearest one to {@code exact}, and not the same
   */
  double toFloating(BigDecimal exact, double nearest, NumberType type) {
    boolean above = Double.isInfinite(nearest) ? nearest > 0 : exact(nearest).compareTo(exact) > 0;
    double low = above ? type.next(nearest, false) : nearest;
    double high = above ? nearest : type.next(nearest, true);
    return switch (this) {
      case NEAREST_EVEN -> nearest;
      case TOWARDS_ZERO -> exact.signum() < 0 ? high : low;
      case TOWARDS_POSITIVE -> high;
      case TOWARDS_NEGATIVE -> low;
      case NEAREST_AWAY -> {
        boolean tie =
            Double.isFinite(low)
                && Double.isFinite(high)
                && exact(low).add(exact(high)).compareTo(exact.add(exact)) == 0;
        yield tie ? (exact.signum() < 0 ? low : high) : nearest;
      }
    };
  }

  private static BigDecimal exact(double value) {
    return new BigDecimal(value);
  }
}
