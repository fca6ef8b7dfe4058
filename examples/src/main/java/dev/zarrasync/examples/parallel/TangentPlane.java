package dev.zarrasync.examples.parallel;

/**
 * A world coordinate system: a tangent-plane projection of the sky with distortion polynomials
 * (Calabretta and Greisen, Astronomy &amp; Astrophysics 395, 2002, section 5.1.3; Shupe and others,
 * The SIP Convention, 2005). Pixels count from 1, angles are in degrees. Immutable.
 *
 * @param skyX the right ascension of the reference point
 * @param skyY its declination
 * @param pixelX its pixel in the first direction
 * @param pixelY its pixel in the second
 * @param scale degrees for each pixel, a matrix row by row
 * @param a the distortion of the first direction: the coefficient of u^p v^q in row p, column q
 * @param b that of the second
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record TangentPlane(
    double skyX,
    double skyY,
    double pixelX,
    double pixelY,
    double[] scale,
    double[][] a,
    double[][] b) {

  private static final double NEAR_ENOUGH = 1e-11;
  private static final int MOST_STEPS = 50;

  /** A camera of 2,048 pixels of a fifth of an arc second, turned by 30 degrees, distorted. */
  static final TangentPlane CAMERA =
      new TangentPlane(
          83.633,
          22.0145,
          1024.5,
          1024.5,
          new double[] {-4.811252243e-5, 2.777777778e-5, 2.777777778e-5, 4.811252243e-5},
          new double[][] {{0, 0, 2.1e-6, 1.3e-10}, {0, -1.2e-6, -3e-10}, {3.4e-6, 2e-10}, {5e-10}},
          new double[][] {{0, 0, 1.7e-6, 4e-10}, {0, 2.3e-6, 1e-10}, {-2.6e-6, -2e-10}, {3e-10}});

  /** A place in the sky, or in the image. */
  record Place(double x, double y) {}

  /** Returns the right ascension and declination of a pixel. */
  Place toSky(double x, double y) {
    double u = x - pixelX;
    double v = y - pixelY;
    double undistortedU = u + sum(a, u, v);
    double undistortedV = v + sum(b, u, v);
    double xi = Math.toRadians(scale[0] * undistortedU + scale[1] * undistortedV);
    double eta = Math.toRadians(scale[2] * undistortedU + scale[3] * undistortedV);
    double sin = Math.sin(Math.toRadians(skyY));
    double cos = Math.cos(Math.toRadians(skyY));
    double toPole = cos - eta * sin;
    double longitude = Math.atan2(xi, toPole);
    double latitude = Math.atan2(sin + eta * cos, Math.hypot(xi, toPole));
    double ascension = (skyX + Math.toDegrees(longitude)) % 360;
    return new Place(ascension < 0 ? ascension + 360 : ascension, Math.toDegrees(latitude));
  }

  /** Returns the pixel of a right ascension and declination within 90 degrees of the camera's. */
  Place toPixel(double ascension, double declination) {
    double longitude = Math.toRadians(ascension - skyX);
    double latitude = Math.toRadians(declination);
    double sin = Math.sin(Math.toRadians(skyY));
    double cos = Math.cos(Math.toRadians(skyY));
    double depth = sin * Math.sin(latitude) + cos * Math.cos(latitude) * Math.cos(longitude);
    double xi = Math.toDegrees(Math.cos(latitude) * Math.sin(longitude) / depth);
    double eta =
        Math.toDegrees(
            (cos * Math.sin(latitude) - sin * Math.cos(latitude) * Math.cos(longitude)) / depth);
    double determinant = scale[0] * scale[3] - scale[1] * scale[2];
    double u = (scale[3] * xi - scale[1] * eta) / determinant;
    double v = (scale[0] * eta - scale[2] * xi) / determinant;
    return distorted(u, v);
  }

  /**
   * Finds the pixel whose distortion is undone by (u, v): the distortion changes little near it.
   */
  private Place distorted(double u, double v) {
    double x = u;
    double y = v;
    for (int step = 0; step < MOST_STEPS; step++) {
      double nextX = u - sum(a, x, y);
      double nextY = v - sum(b, x, y);
      double change = Math.hypot(nextX - x, nextY - y);
      x = nextX;
      y = nextY;
      if (change < NEAR_ENOUGH) {
        return new Place(x + pixelX, y + pixelY);
      }
    }
    return new Place(Double.NaN, Double.NaN);
  }

  private static double sum(double[][] coefficients, double u, double v) {
    double sum = 0;
    double powerOfU = 1;
    for (double[] row : coefficients) {
      double powerOfV = powerOfU;
      for (double coefficient : row) {
        sum += coefficient * powerOfV;
        powerOfV *= v;
      }
      powerOfU *= u;
    }
    return sum;
  }
}
