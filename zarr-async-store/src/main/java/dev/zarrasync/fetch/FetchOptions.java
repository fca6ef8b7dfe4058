package dev.zarrasync.fetch;

import dev.zarrasync.store.Limits;
import dev.zarrasync.store.internal.Durations;
import java.time.Duration;

/**
 * How a {@link FetchStore} sends requests. A request that fails for a {@linkplain
 * dev.zarrasync.store.StoreException.Kind#isTransient() transient} reason is sent again, until the
 * deadline or until it has been sent often enough, whichever comes first.
 *
 * @param limits how much may be in flight at once
 * @param maxAttempts how often a request is sent at most
 * @param attemptTimeout how long one attempt may take, from when it is sent to the end of its body
 * @param deadline how long an operation may take, from when its first attempt is sent to the end of
 *     its last
 * @param stallTimeout how long an attempt may hear nothing from the server
 * @param hedging whether small gets that are slow get a second request
 */
public record FetchOptions(
    Limits limits,
    int maxAttempts,
    Duration attemptTimeout,
    Duration deadline,
    Duration stallTimeout,
    boolean hedging) {

  /**
   * {@link Limits#DEFAULT}, and attempts of a minute each, up to 100 in two minutes. An attempt
   * that hears nothing for 20 seconds ends. No hedging.
   */
  public static final FetchOptions DEFAULT =
      new FetchOptions(
          Limits.DEFAULT,
          100,
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofSeconds(20),
          false);

  /** Checks the bounds. */
  public FetchOptions {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts is " + maxAttempts + ": it must be positive");
    }
    checkPositive("attemptTimeout", attemptTimeout);
    checkPositive("deadline", deadline);
    checkPositive("stallTimeout", stallTimeout);
  }

  private static void checkPositive(String name, Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(
          name + " is " + Durations.text(time) + ": it must be positive");
    }
  }

  /**
   * Sets the limits.
   *
   * @param newLimits how much may be in flight at once
   * @return these options with them
   */
  public FetchOptions limits(Limits newLimits) {
    return new FetchOptions(
        newLimits, maxAttempts, attemptTimeout, deadline, stallTimeout, hedging);
  }

  /**
   * Sets how often a request is sent.
   *
   * @param attempts how often at most, at least 1
   * @return these options with it
   */
  public FetchOptions maxAttempts(int attempts) {
    return new FetchOptions(limits, attempts, attemptTimeout, deadline, stallTimeout, hedging);
  }

  /**
   * Bounds one attempt.
   *
   * @param timeout a positive time
   * @return these options with it
   */
  public FetchOptions attemptTimeout(Duration timeout) {
    return new FetchOptions(limits, maxAttempts, timeout, deadline, stallTimeout, hedging);
  }

  /**
   * Bounds an operation.
   *
   * @param time a positive time
   * @return these options with it
   */
  public FetchOptions deadline(Duration time) {
    return new FetchOptions(limits, maxAttempts, attemptTimeout, time, stallTimeout, hedging);
  }

  /**
   * Bounds how long nothing may come.
   *
   * @param time a positive time
   * @return these options with it
   */
  public FetchOptions stallTimeout(Duration time) {
    return new FetchOptions(limits, maxAttempts, attemptTimeout, deadline, time, hedging);
  }

  /**
   * Has a get of up to 256 KiB, or of unknown size, that takes longer than 95 % of the recent ones
   * of this store sent a second time. The first answer counts, and the other request is aborted. It
   * takes 100 gets to know what is slow. Off by default: it costs up to 5 % more requests.
   *
   * @param on whether to
   * @return these options with it
   */
  public FetchOptions hedging(boolean on) {
    return new FetchOptions(limits, maxAttempts, attemptTimeout, deadline, stallTimeout, on);
  }
}
