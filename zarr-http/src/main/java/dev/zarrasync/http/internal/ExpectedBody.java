package dev.zarrasync.http.internal;

import dev.zarrasync.store.Fetched.Found;

/**
 * What the head of an answer announces.
 *
 * @param length how many bytes come, or {@link #UNKNOWN}
 * @param start the first of them that is wanted
 * @param end after the last one that is wanted, or {@link #UNKNOWN} if the length is
 * @param objectSize how many bytes the object has, or {@link #UNKNOWN}
 * @param gzip whether to decode them
 */
public record ExpectedBody(long length, long start, long end, long objectSize, boolean gzip) {

  /** Says that only the body itself will tell. */
  public static final long UNKNOWN = -1;

  /** How long a body may be that does not say how long it is. */
  private static final int MOST_UNANNOUNCED = 16 << 20;

  // What is worth encoding is often small text; more would be no chunk but a bomb.
  private static final int LEAST_DECODED = 1 << 20;
  private static final int MOST_TIMES = 16;

  static ExpectedBody all(long length, boolean gzip) {
    return new ExpectedBody(length, 0, length, gzip ? UNKNOWN : length, gzip);
  }

  boolean isAnnounced() {
    return length != UNKNOWN;
  }

  /** Says whether the body is of a known length, and all of it wanted as it comes. */
  boolean isAllWanted() {
    return isAnnounced() && !gzip && length == end - start;
  }

  /** Says whether more comes than is wanted. */
  boolean isPartOfWhole() {
    return length > end - start;
  }

  /**
   * How many bytes to let come. One more than is announced, so that what follows them comes, too:
   * the end of a chunked body, or what makes it too long.
   */
  long mostReceived() {
    return (isAnnounced() ? length : MOST_UNANNOUNCED) + 1;
  }

  /** How many bytes to keep at most. */
  int mostKept() {
    return isAnnounced() ? (int) (end - start) : MOST_UNANNOUNCED;
  }

  /** How many bytes may come out of so many encoded ones. */
  static int mostDecoded(int encoded) {
    return (int) Math.min(Found.MAX_LENGTH, Math.max(LEAST_DECODED, (long) encoded * MOST_TIMES));
  }

  /** How much memory it takes, in bytes. */
  long room() {
    return gzip ? (long) mostKept() + mostDecoded(mostKept()) : mostKept();
  }
}
