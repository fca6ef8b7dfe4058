package dev.zarrasync.fetch;

/**
 * How many requests may be in flight now, up to a ceiling, at which it starts.
 *
 * <p>Each throttled answer lowers it by one, those of one round trip together by no more than half:
 * where the server refuses most, it is halved with each round trip, and where it refuses a few it
 * loses those. Successes raise it by one for as many as are in flight, or by 1/32 if that is more.
 * It does not climb, and slowly falls, while small answers take more than twice as long as at their
 * best and no more of them come than before: then they only wait for each other.
 *
 * <p>Guarded by who uses it.
 */
final class AdaptiveLimit {

  private static final int LEAST_GROWTH = 32;
  private static final int SMALLEST_WINDOW = 16;
  private static final double QUEUES = 2;
  private static final double FALL = 0.99;

  /** How soon the best is forgotten, window by window: servers and lines change. */
  private static final double FADES = 1.05;

  private final int ceiling;
  private double limit;
  private double floor = 1;
  private int roundTrip;
  private long throttles;

  private boolean queues;
  private double bestTime = Double.MAX_VALUE;
  private double bestRate;
  private long windowStart;
  private long windowTime;
  private int windowCount;

  AdaptiveLimit(int ceiling) {
    this.ceiling = ceiling;
    this.limit = ceiling;
  }

  int now() {
    return (int) limit;
  }

  /** What a request notes when it is sent: which of the round trips between throttles it is in. */
  int roundTrip() {
    return roundTrip;
  }

  long throttles() {
    return throttles;
  }

  /**
   * Lowers the limit.
   *
   * @param sentIn the round trip of the request that was refused
   */
  void throttled(int sentIn) {
    throttles++;
    if (sentIn == roundTrip) {
      roundTrip++;
      floor = Math.max(1, limit / 2);
    }
    if (sentIn == roundTrip - 1) {
      limit = Math.max(floor, limit - 1);
    }
  }

  /**
   * Raises the limit, if it is what bounds the requests.
   *
   * @param inFlight how many requests there were
   */
  void succeeded(int inFlight) {
    if (!queues && isBusy(inFlight)) {
      limit = Math.min(ceiling, limit + 1 / Math.min(limit, LEAST_GROWTH));
    }
  }

  /**
   * Learns from a small answer how long they take.
   *
   * @param time from when its request was sent to its end, in nanoseconds
   * @param now the end
   * @param inFlight how many requests there were
   */
  void answered(long time, long now, int inFlight) {
    if (!isBusy(inFlight)) {
      windowCount = 0;
      return;
    }
    if (windowCount == 0) {
      windowStart = now;
      windowTime = 0;
    }
    windowCount++;
    windowTime += time;
    if (windowCount > Math.max(SMALLEST_WINDOW, limit)) {
      endWindow(now);
    }
  }

  private void endWindow(long now) {
    double time = (double) windowTime / windowCount;
    double rate = (windowCount - 1) / (double) Math.max(1, now - windowStart);
    queues = time > QUEUES * bestTime && rate <= bestRate;
    if (queues) {
      limit = Math.max(1, limit * FALL);
    }
    bestTime = Math.min(time, bestTime * FADES);
    bestRate = Math.max(rate, bestRate / FADES);
    windowCount = 0;
  }

  private boolean isBusy(int inFlight) {
    return 2 * inFlight >= limit;
  }
}
