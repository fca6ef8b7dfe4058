package dev.zarrasync.integration.faults;

import dev.zarrasync.store.StoreException.Kind;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hits requests at random, but always the same ones: those that the seed chooses, whatever order
 * they come in.
 *
 * @param seed chooses
 * @param share of the requests that are hit
 * @param faults which may hit them
 */
record RandomFaults(long seed, double share, List<Fault> faults) implements Faults {

  /** The faults that pass, of those that can hit any request over a wire. */
  static RandomFaults over(Wire wire, long seed, double share) {
    return new RandomFaults(
        seed,
        share,
        Stream.of(Fault.values())
            .filter(fault -> fault.isOfAnswers() && !fault.isOfRanges())
            .filter(fault -> isPassing(fault.outcome(wire, Way.GET_ITEMS)))
            .toList());
  }

  /** Those after which no one waits for an attempt to time out. */
  RandomFaults quick(Wire wire) {
    return new RandomFaults(
        seed,
        share,
        faults.stream()
            .filter(fault -> !fault.outcome(wire, Way.GET_ITEMS).lasting().contains(Kind.TIMEOUT))
            .toList());
  }

  private static boolean isPassing(Outcome outcome) {
    return outcome instanceof Outcome.Passes || outcome instanceof Outcome.Harmless;
  }

  @Override
  public @Nullable Fault next(String key, int number) {
    SplittableRandom random = new SplittableRandom(seed + 31L * key.hashCode() + number);
    boolean hit = random.split().nextDouble() < share;
    return hit ? faults.get(random.nextInt(faults.size())) : null;
  }
}
