package dev.zarrasync.integration.faults;

import dev.zarrasync.store.StoreException.Kind;
import java.util.Set;
import java.util.stream.Collectors;

/** What comes out of a read or a write that meets a fault. */
sealed interface Outcome {

  /** What the caller gets if the fault lasts: one of these kinds; none for right values. */
  default Set<Kind> lasting() {
    return Set.of();
  }

  /** As {@code docs/reliability.md} says it. */
  default String told() {
    return lasting().stream().sorted().map(Kind::toString).collect(Collectors.joining(" or "));
  }

  /** The fault does no harm if it passes. */
  record Passes(Set<Kind> lasting) implements Outcome {
    @Override
    public String told() {
      return "right; " + Outcome.super.told();
    }
  }

  /** The fault does no harm. */
  record Harmless() implements Outcome {
    @Override
    public String told() {
      return "right";
    }
  }

  /** It is an error: to try again does not help, or no test can show that it does. */
  record Fails(Set<Kind> lasting) implements Outcome {}

  /** There is no such fault there. */
  record None(String reason) implements Outcome {
    @Override
    public String told() {
      return "n/a: " + reason;
    }
  }

  static Outcome passes(Kind... lasting) {
    return new Passes(Set.of(lasting));
  }

  static Outcome harmless() {
    return new Harmless();
  }

  static Outcome fails(Kind... kinds) {
    return new Fails(Set.of(kinds));
  }

  static Outcome none(String reason) {
    return new None(reason);
  }
}
