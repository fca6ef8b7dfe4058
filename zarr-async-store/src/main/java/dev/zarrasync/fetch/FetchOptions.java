package dev.zarrasync.fetch;

import dev.zarrasync.store.Limits;
import java.time.Duration;

/**
 * How a {@link FetchStore} sends requests.
 *
 * @param limits how much may be in flight at once
 * @param maxAttempts how often a request that fails for a {@linkplain
 *     dev.zarrasync.store.StoreException.Kind#isTransient() transient} reason is sent at most
 * @param attemptTimeout how long one attempt may take, from when it is sent to the end of its body
 */
public record FetchOptions(Limits limits, int maxAttempts, Duration attemptTimeout) {

  /** {@link Limits#DEFAULT}, 5 attempts of a minute each. */
  public static final FetchOptions DEFAULT =
      new FetchOptions(Limits.DEFAULT, 5, Duration.ofMinutes(1));

  /** Checks the bounds. */
  public FetchOptions {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts is " + maxAttempts + ": it must be positive");
    }
    if (attemptTimeout.isNegative() || attemptTimeout.isZero()) {
      throw new IllegalArgumentException(
          "attemptTimeout is " + attemptTimeout + ": it must be positive");
    }
  }
}
