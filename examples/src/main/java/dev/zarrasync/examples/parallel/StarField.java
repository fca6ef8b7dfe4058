package dev.zarrasync.examples.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A square image of the sky with noise and stars, all with the same Gaussian profile.
 *
 * @param side how many pixels each side has
 * @param pixels the counts, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record StarField(int side, float[] pixels) {

  /** The standard deviation of a star's profile, in pixels: a full width at half maximum of 3. */
  static final double WIDTH = 3 / 2.3548;

  /** The standard deviation of the noise, in counts. */
  static final double NOISE = 10;

  static final double BACKGROUND = 100;

  /** The magnitude of a star of one count: stars of 22 peak at five times the noise. */
  private static final double ZERO_POINT = 28.77;

  /** So many standard deviations from a star's centre nothing is left of it. */
  private static final int RADIUS = 6;

  /** Where a star is, in pixels. */
  record Star(double x, double y, double magnitude) {}

  /** Makes the same field of stars each time. */
  static StarField random(int side, int stars, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StarField field = new StarField(side, new float[side * side]);
    for (int i = 0; i < field.pixels.length; i++) {
      field.pixels[i] = (float) (BACKGROUND + NOISE * random.nextGaussian());
    }
    for (int i = 0; i < stars; i++) {
      // As many more of each magnitude as there are in a part of the sky away from the Milky Way.
      double magnitude = 25 + Math.log10(random.nextDouble()) / 0.3;
      field.add(new Star(random.nextDouble(side), random.nextDouble(side), magnitude));
    }
    return field;
  }

  StarField copy() {
    return new StarField(side, pixels.clone());
  }

  void add(Star star) {
    int reach = (int) Math.ceil(RADIUS * WIDTH);
    double peak = Math.pow(10, 0.4 * (ZERO_POINT - star.magnitude)) / (2 * Math.PI * WIDTH * WIDTH);
    int left = (int) star.x - reach;
    int top = (int) star.y - reach;
    for (int y = Math.max(0, top); y <= Math.min(side - 1, top + 2 * reach); y++) {
      double row = peak * profile(y - star.y);
      for (int x = Math.max(0, left); x <= Math.min(side - 1, left + 2 * reach); x++) {
        pixels[y * side + x] += (float) (row * profile(x - star.x));
      }
    }
  }

  private static double profile(double distance) {
    return Math.exp(-distance * distance / (2 * WIDTH * WIDTH));
  }

  /** Finds the stars whose peak is five times the noise, and the centroid of each. */
  List<Star> detect() {
    List<Star> found = new ArrayList<>();
    float threshold = (float) (BACKGROUND + 5 * NOISE);
    for (int y = 2; y < side - 2; y++) {
      for (int x = 2; x < side - 2; x++) {
        if (pixels[y * side + x] > threshold && isPeak(x, y)) {
          found.add(centroid(x, y));
        }
      }
    }
    return found;
  }

  private boolean isPeak(int x, int y) {
    float peak = pixels[y * side + x];
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        float other = pixels[(y + dy) * side + x + dx];
        // Of two that are equal the first one counts.
        if (other > peak || (other == peak && (dy < 0 || (dy == 0 && dx < 0)))) {
          return false;
        }
      }
    }
    return true;
  }

  private Star centroid(int x, int y) {
    double sum = 0;
    double sumX = 0;
    double sumY = 0;
    for (int dy = -2; dy <= 2; dy++) {
      for (int dx = -2; dx <= 2; dx++) {
        double counts = Math.max(0, pixels[(y + dy) * side + x + dx] - BACKGROUND);
        sum += counts;
        sumX += counts * (x + dx);
        sumY += counts * (y + dy);
      }
    }
    return new Star(sumX / sum, sumY / sum, ZERO_POINT - 2.5 * Math.log10(sum));
  }
}
