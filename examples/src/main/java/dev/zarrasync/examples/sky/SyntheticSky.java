package dev.zarrasync.examples.sky;

/**
 * A sky with a colour for each direction, without two alike: red, green and blue are its three
 * coordinates. Every tenth degree of longitude and latitude there is a dark line. So a tile in the
 * wrong place, or turned, shows at once.
 */
final class SyntheticSky {

  private static final double GRID = Math.toRadians(10);
  private static final double LINE = Math.toRadians(0.3);

  private SyntheticSky() {}

  /** Returns the colour as opaque ARGB. */
  static int argb(Direction direction) {
    double cosLat = Math.cos(direction.lat());
    double light = Math.min(line(direction.lat(), 1), line(direction.lon(), cosLat));
    int red = level(cosLat * Math.cos(direction.lon()), light);
    int green = level(cosLat * Math.sin(direction.lon()), light);
    int blue = level(Math.sin(direction.lat()), light);
    return (0xff << 24) | (red << 16) | (green << 8) | blue;
  }

  /** Returns how much light there is near a line of the grid: half on it, all away from it. */
  private static double line(double angle, double scale) {
    double away = Math.abs(angle - GRID * Math.rint(angle / GRID)) * scale / LINE;
    return 1 - 0.5 * Math.exp(-away * away);
  }

  private static int level(double coordinate, double light) {
    return (int) Math.round(127.5 * (1 + coordinate) * light);
  }
}
