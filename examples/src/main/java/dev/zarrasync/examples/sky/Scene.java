package dev.zarrasync.examples.sky;

import java.time.Duration;

/**
 * What to read, and how.
 *
 * @param field what the image shows
 * @param order of which order the tiles are
 * @param parallel how many tiles are read at once
 * @param timeout how long a tile may be on its way
 */
record Scene(SkyField field, int order, int parallel, Duration timeout) {

  private static final int SIZE = 1000;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Makes a scene of angles in degrees. */
  static Scene of(double ra, double dec, double width, int order, int parallel) {
    Direction centre = Direction.ofDegrees(ra, dec);
    return new Scene(new SkyField(centre, Math.toRadians(width), SIZE), order, parallel, TIMEOUT);
  }

  Scene parallel(int number) {
    return new Scene(field, order, number, timeout);
  }

  /** Names the way of reading. */
  String way() {
    return parallel == 1 ? "one by one" : parallel + " at once";
  }
}
