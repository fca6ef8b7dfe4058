package dev.zarrasync.fetch.internal;

import dev.zarrasync.store.Limits;

/**
 * Says into how many ranges to divide a large object: into as many as fill the line, together with
 * what else is fetched, each of a length that pays. Whoever knows an object's size and entity tag
 * asks here, be it from a listing or from the head of its answer.
 */
public final class Ranges {

  /**
   * How many large answers at once fill the line: at S3's usual 50 MB/s a connection, one of 10
   * Gbit/s.
   */
  public static final int FILLING_THE_LINE = 32;

  /** Of a shorter range, more time would go to waiting for its first byte than to its bytes. */
  public static final int LEAST = 1 << 20;

  /** Of longer ranges, more time would not be spared. */
  private static final long MOST = 8L << 20;

  private Ranges() {}

  /**
   * Returns the number of ranges.
   *
   * @param size the number of bytes to fetch
   * @param room how many of them take memory at a time
   * @param wanted how many objects are to be fetched, this one with them
   * @param limits what may be in flight
   * @return how many, at least 1
   */
  public static int of(long size, long room, long wanted, Limits limits) {
    long fitting = limits.maxBytesInFlight() / Math.max(1, room);
    long atOnce = Math.max(1, Math.min(wanted, fitting));
    long requests = limits.maxInFlight() / atOnce;
    return atOnce >= FILLING_THE_LINE
        ? 1
        : (int) Math.max(1, Math.min(requests, size / bytes(limits)));
  }

  /**
   * Returns the length of a range: so long that a good many are in flight at once, as far as memory
   * goes.
   *
   * @param limits what may be in flight
   * @return a number of bytes
   */
  public static long bytes(Limits limits) {
    return Math.max(LEAST, Math.min(MOST, limits.maxBytesInFlight() / FILLING_THE_LINE));
  }
}
