package dev.zarrasync.store;

/**
 * How much may be in flight at once in a store, over all its callers.
 *
 * @param maxInFlight how many requests
 * @param maxBytesInFlight how many bytes of bodies that are being received; large ones that broke
 *     off may hold a quarter more until their rest has come
 * @param passesOn whether an object that goes to a {@linkplain GetOptions#sink() sink} counts as no
 *     more than {@link BodySink#ROOM} of them
 */
public record Limits(int maxInFlight, long maxBytesInFlight, boolean passesOn) {

  /** 256 requests, and 64 MiB or an eighth of the maximum heap if that is less. */
  public static final Limits DEFAULT =
      new Limits(256, Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8));

  /**
   * Limits of a store that passes nothing on.
   *
   * @param maxInFlight how many requests
   * @param maxBytesInFlight how many bytes
   */
  public Limits(int maxInFlight, long maxBytesInFlight) {
    this(maxInFlight, maxBytesInFlight, false);
  }

  /** Checks the bounds. */
  public Limits {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("maxInFlight is " + maxInFlight + ": it must be positive");
    }
    if (maxBytesInFlight < 1) {
      throw new IllegalArgumentException(
          "maxBytesInFlight is " + maxBytesInFlight + ": it must be positive");
    }
  }
}
