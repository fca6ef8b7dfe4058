package dev.zarrasync.integration.faults;

import org.jspecify.annotations.Nullable;

/** Which requests are hit. */
@FunctionalInterface
interface Faults {

  /** No request. */
  Faults NONE = (key, number) -> null;

  /**
   * Chooses the fault of a request.
   *
   * @param key the key that is asked for, or {@code ""} for a listing
   * @param number which request for this key it is, from 1 on
   * @return the fault, or null for none
   */
  @Nullable Fault next(String key, int number);
}
