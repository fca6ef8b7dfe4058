package dev.zarrasync.cli.bench;

/**
 * What one read took.
 *
 * @param nanos its time, without that to open the array
 * @param requests what it asked the store for
 * @param bytes how many bytes came
 */
public record Trial(long nanos, long requests, long bytes) {

  /**
   * Returns the rate.
   *
   * @return megabytes that came in a second
   */
  public double megabytesPerSecond() {
    return bytes / 1e6 / (nanos / 1e9);
  }

  Trial orFaster(Trial other) {
    return other.nanos < nanos ? other : this;
  }
}
