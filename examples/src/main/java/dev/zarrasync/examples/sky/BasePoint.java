package dev.zarrasync.examples.sky;

/**
 * A direction as the place in one of the twelve base cells of HEALPix, each mapped to the unit
 * square (Górski et al. 2005, section 4, with Nside = 1 and real numbers for the pixels' x and y).
 *
 * @param base the base cell, from 0 to 11
 * @param x from the south corner, 0, along the edge to the east corner, 1
 * @param y from the south corner, 0, along the edge to the west corner, 1
 */
record BasePoint(int base, double x, double y) {

  private static final double QUARTER = Math.PI / 2;

  /** The sine of the latitude where the equatorial zone ends. */
  private static final double ZONE = 2.0 / 3;

  /** Finds the base cell of a direction, and the place in it. On a border, one of its cells. */
  static BasePoint of(Direction direction) {
    double quarters = direction.lon() / QUARTER;
    quarters -= 4 * Math.floor(quarters / 4);
    double z = Math.sin(direction.lat());
    return Math.abs(z) <= ZONE ? equatorial(quarters, z) : polar(quarters, direction.lat());
  }

  /** Between the lines that ascend and those that descend to the east: eqs. 8, 9 and 18. */
  private static BasePoint equatorial(double quarters, double z) {
    double ascending = 0.5 + quarters - 0.75 * z;
    double descending = 0.5 + quarters + 0.75 * z;
    int a = (int) Math.floor(ascending);
    int d = (int) Math.floor(descending);
    int base = a == d ? a % 4 + 4 : a < d ? a % 4 : d % 4 + 8;
    return new BasePoint(base, descending - d, 1 - (ascending - a));
  }

  /** Eqs. 4, 5 and 18, which has the ring's own number of pixels for Nside there. */
  private static BasePoint polar(double quarters, double lat) {
    int quarter = Math.min(3, (int) quarters);
    double inQuarter = quarters - quarter;
    // The square root of 3 (1 - z), without the loss of digits near the pole.
    double ring = Math.sqrt(6) * Math.sin((QUARTER - Math.abs(lat)) / 2);
    double toEast = inQuarter * ring;
    double toWest = (1 - inQuarter) * ring;
    return lat > 0
        ? new BasePoint(quarter, 1 - toWest, 1 - toEast)
        : new BasePoint(quarter + 8, toEast, toWest);
  }

  Direction direction() {
    int row = base / 4;
    double ring = row + 2 - x - y;
    double inCap = Math.min(ring, 4 - ring);
    double column = 2 * (base % 4) - row % 2 + 1;
    double across = inCap <= 0 ? 0 : (x - y) / Math.min(1, inCap);
    double lon = Math.PI / 4 * (column + across);
    return new Direction(lon < 0 ? lon + 4 * QUARTER : lon, lat(ring, inCap));
  }

  private static double lat(double ring, double inCap) {
    if (inCap >= 1) {
      return Math.asin((2 - ring) * ZONE);
    }
    double fromPole = 2 * Math.asin(Math.max(0, inCap) / Math.sqrt(6));
    return ring < 2 ? QUARTER - fromPole : fromPole - QUARTER;
  }
}
