package dev.zarrasync.benchmarks.server;

/** How much of an answer may have been sent by now, from its first byte on. */
final class Pace {

  private final long start = System.nanoTime();
  private final double bytesPerNano;

  /**
   * Starts with the first byte.
   *
   * @param bandwidth in bytes a second
   */
  Pace(long bandwidth) {
    this.bytesPerNano = bandwidth / 1e9;
  }

  /** How many bytes may have been sent: never none, for the head goes with the first. */
  long allowed() {
    return 1 + (long) ((System.nanoTime() - start) * bytesPerNano);
  }

  /** When so many bytes may have been sent, as {@link System#nanoTime()}. */
  long due(long bytes) {
    return start + (long) (bytes / bytesPerNano);
  }
}
