package dev.zarrasync.fetch;

/**
 * Limits what is kept of bodies that broke off, until the rest of them has come. It is apart from
 * the byte budget, because who keeps a part waits for a permit again.
 */
final class BrokenBodies {

  private final long limit;

  // Guarded by this.
  private long bytes;

  BrokenBodies(long limit) {
    this.limit = limit;
  }

  /** Takes room, if there is some. One body is kept whatever its size. */
  synchronized boolean reserve(long wanted) {
    boolean fits = bytes == 0 || wanted <= limit - bytes;
    bytes += fits ? wanted : 0;
    return fits;
  }

  synchronized void release(long reserved) {
    bytes -= reserved;
  }
}
