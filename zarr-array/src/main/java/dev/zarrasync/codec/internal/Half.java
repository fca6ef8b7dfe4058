package dev.zarrasync.codec.internal;

/** The 16-bit floating-point numbers of IEEE 754, which Java 17 does not convert. */
public final class Half {

  public static final int BYTES = 2;

  /** From here on a number is nearer to 2^16 than to the largest that is finite. */
  private static final double INFINITE = 65520;

  private static final double LEAST_NORMAL = 0x1p-14;
  private static final double LEAST = 0x1p-24;
  private static final int INFINITY = 0x7c00;

  /** The bits that a significand of double precision has more. */
  private static final int CUT = 52 - 10;

  private Half() {}

  public static double toDouble(short half) {
    int exponent = half >>> 10 & 0x1f;
    long significand = half & 0x3ff;
    double magnitude;
    if (exponent == 0) {
      magnitude = significand * LEAST;
    } else {
      long wide = exponent == 0x1f ? 0x7ff : exponent - 15 + 1023;
      magnitude = Double.longBitsToDouble(wide << 52 | significand << CUT);
    }
    return half < 0 ? -magnitude : magnitude;
  }

  /** Rounds to the nearest, ties to even. Keeps what fits of the payload of NaN. */
  public static short of(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int sign = (int) (bits >>> 48) & 0x8000;
    return (short) (sign | magnitude(bits & Long.MAX_VALUE));
  }

  private static int magnitude(long bits) {
    double value = Double.longBitsToDouble(bits);
    if (Double.isNaN(value)) {
      return INFINITY | Math.max(1, (int) (bits >>> CUT) & 0x3ff);
    }
    if (value >= INFINITE) {
      return INFINITY;
    }
    if (value < LEAST_NORMAL) {
      return (int) Math.rint(value / LEAST);
    }
    long even = bits >>> CUT & 1;
    long rounded = bits + even + (1L << (CUT - 1)) - 1;
    return (int) ((rounded >>> CUT) - ((1023L - 15) << 10));
  }

  /** The number next to another. */
  public static double next(double value, boolean up) {
    if (value == 0) {
      return up ? LEAST : -LEAST;
    }
    int step = up == value > 0 ? 1 : -1;
    return toDouble((short) (of(value) + step));
  }
}
