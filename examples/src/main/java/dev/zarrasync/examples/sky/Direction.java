package dev.zarrasync.examples.sky;

/**
 * A point on the sky.
 *
 * @param lon the longitude: right ascension in equatorial coordinates
 * @param lat the latitude: declination in equatorial coordinates
 */
record Direction(double lon, double lat) {

  static Direction ofDegrees(double lon, double lat) {
    return new Direction(Math.toRadians(lon), Math.toRadians(lat));
  }

  /** Measures the angle to another direction: by haversines, which are exact for small ones. */
  double angleTo(Direction other) {
    double byLat = Math.sin((lat - other.lat) / 2);
    double byLon = Math.sin((lon - other.lon) / 2);
    double haversine = byLat * byLat + Math.cos(lat) * Math.cos(other.lat) * byLon * byLon;
    return 2 * Math.asin(Math.min(1, Math.sqrt(haversine)));
  }
}
