package dev.zarrasync.array.internal;

/** Floating-point numbers of 16 bits (IEEE 754 binary16). */
public final class Half {

  public static final int BYTES = 2;

  private static final int SIGN = 0x8000;
  private static final int INFINITY = 0x7c00;
  private static final int QUIET = 0x0200;
  private static final int SHIFT = 13; // How many bits more a float's significand has.

  private Half() {}

  /** Returns the same number; a NaN keeps its bits. */
  public static float toFloat(short half) {
    int exponentAndSignificand = half & 0x7fff;
    if (exponentAndSignificand < 0x0400) { // Subnormal, or 0.
      float value = exponentAndSignificand * 0x1p-24f;
      return half < 0 ? -value : value;
    }
    int bits = exponentAndSignificand << SHIFT;
    bits += exponentAndSignificand < INFINITY ? (127 - 15) << 23 : (255 - 31) << 23;
    return Float.intBitsToFloat(bits | (half & SIGN) << 16);
  }

  /** Returns the nearest number, of two the even one; an infinity for what is too large. */
  public static short of(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & SIGN;
    int magnitude = bits & 0x7fff_ffff;
    float absolute = Float.intBitsToFloat(magnitude);
    if (Float.isNaN(value)) {
      return (short) (sign | INFINITY | QUIET | magnitude >> SHIFT & 0x03ff);
    }
    if (absolute >= 0x1p16f) {
      return (short) (sign | INFINITY);
    }
    if (absolute < 0x1p-14f) {
      return (short) (sign | (int) Math.rint(absolute * 0x1p24));
    }
    int scaled = magnitude - ((127 - 15) << 23);
    return (short) (sign | (scaled + 0x0fff + (scaled >> SHIFT & 1)) >> SHIFT);
  }
}
