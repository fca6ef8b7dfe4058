package dev.zarrasync.prefetch;

/**
 * How many bytes of chunks may be fetched ahead, over all arrays that share it, and what became of
 * them. Safe for use by many threads.
 */
final class ReadAheadBudget {

  private final long maxBytes;

  // Guarded by this.
  private long bytes;
  private long used;
  private long inVain;
  private long bytesInVain;

  /** How many bytes of decoded chunks may be fetched ahead and not yet asked for. */
  ReadAheadBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Returns what reading ahead has come to so far. */
  synchronized ReadAheadReport report() {
    return new ReadAheadReport(used, inVain, bytesInVain);
  }

  synchronized boolean reserve(long chunkBytes) {
    if (chunkBytes > maxBytes - bytes) {
      return false;
    }
    bytes += chunkBytes;
    return true;
  }

  synchronized void used(long chunkBytes) {
    bytes -= chunkBytes;
    used++;
  }

  synchronized void wasted(long chunkBytes, long received) {
    bytes -= chunkBytes;
    inVain++;
    bytesInVain += received;
  }
}
