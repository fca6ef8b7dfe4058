package dev.zarrasync.cli;

import java.awt.Color;

/** The color maps of {@code get --png}, named as on the command line. */
enum ColorMap {
  /** From dark blue over green to light yellow. */
  dusk(0.13, -75, 105),
  /** From black over red to light yellow. */
  ember(0.12, -20, 105),
  grey(0, 0, 0);

  private static final double DARKEST = 0.17;
  private static final double LIGHTEST = 0.96;

  private final double chroma;
  private final double firstHue;
  private final double lastHue;

  ColorMap(double chroma, double firstHue, double lastHue) {
    this.chroma = chroma;
    this.firstHue = firstHue;
    this.lastHue = lastHue;
  }

  /**
   * Returns a color. Its lightness grows evenly with the value, as the eye sees it: it is a line
   * through Oklab (Ottosson, "A perceptual color space for image processing", 2020).
   *
   * @param value from 0 to 1
   */
  Color color(double value) {
    double lightness = DARKEST + (LIGHTEST - DARKEST) * value;
    double hue = Math.toRadians(hue(value));
    // Neither black nor white has a hue.
    double strength = chroma * Math.min(1, 4 * Math.min(value + 0.15, 1.12 - value));
    return oklab(lightness, strength * Math.cos(hue), strength * Math.sin(hue));
  }

  /** The way from dusk's blue to yellow leads over green, that of ember over red. */
  private double hue(double value) {
    double first = this == dusk ? firstHue + 360 : firstHue;
    return first + (lastHue - first) * value;
  }

  private static Color oklab(double lightness, double a, double b) {
    double l = Math.pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
    double m = Math.pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
    double s = Math.pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
    return new Color(
        encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
        encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
        encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
  }

  /** Of sRGB: what a file has for an amount of light. */
  private static float encoded(double light) {
    double value = light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
    return (float) Math.max(0, Math.min(1, value));
  }
}
