package dev.zarrasync.examples.sky;

/**
 * What a square image of the sky shows, in the gnomonic projection TAN (Calabretta and Greisen
 * 2002, A&amp;A 395, 1077, section 5.1.3): north is up and east is left.
 *
 * @param centre the direction in the middle of the image
 * @param width the angle across the image, through its middle: less than half the sky
 * @param size how many pixels the image has in each dimension
 */
record SkyField(Direction centre, double width, int size) {

  SkyField {
    if (!(width > 0 && width < Math.PI)) {
      throw new IllegalArgumentException(
          "The field of view is "
              + Math.toDegrees(width)
              + " degrees: a gnomonic image shows more than 0 and less than 180");
    }
    if (size < 1) {
      throw new IllegalArgumentException("The image has " + size + " pixels");
    }
  }

  /** Finds where the middle of a pixel is on the sky: rows count from the top. */
  Direction at(int column, int row) {
    double perPixel = 2 * Math.tan(width / 2) / size;
    double east = (size / 2.0 - column - 0.5) * perPixel;
    double north = (size / 2.0 - row - 0.5) * perPixel;
    // Eqs. 2, 54 and 55 for a native pole in the middle of the image, without the angles between.
    double sin = Math.sin(centre.lat());
    double cos = Math.cos(centre.lat());
    double toMeridian = cos - north * sin;
    double lon = centre.lon() + Math.atan2(east, toMeridian);
    double lat = Math.atan2(sin + north * cos, Math.hypot(east, toMeridian));
    return new Direction(lon, lat);
  }

  /** Returns the smallest circle around the image. */
  Cone cone() {
    return new Cone(centre, Math.atan(Math.sqrt(2) * Math.tan(width / 2)));
  }
}
