package dev.zarrasync.fetch;

import dev.zarrasync.store.internal.Durations;
import java.time.Duration;

/**
 * How reads use listings.
 *
 * @param policy whether to list
 * @param life for how long after a listing began later reads believe it, too, unless this process
 *     writes to the array. The price: for as long, a chunk that others store reads as fill values.
 *     Zero for not at all: a read then believes only what was listed for it.
 */
public record ListingOptions(ListPolicy policy, Duration life) {

  /** Checks the time. */
  public ListingOptions {
    if (life.isNegative()) {
      throw new IllegalArgumentException(
          "listingLife is " + Durations.text(life) + ": it must not be negative");
    }
  }

  /**
   * Says whether to list for each read.
   *
   * @param policy whether to list
   * @return options that remember no listing
   */
  public static ListingOptions of(ListPolicy policy) {
    return new ListingOptions(policy, Duration.ZERO);
  }
}
