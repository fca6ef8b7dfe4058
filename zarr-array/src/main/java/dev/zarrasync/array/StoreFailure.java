package dev.zarrasync.array;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreException;

/** What the failure of an operation on a store tells. */
final class StoreFailure {

  private StoreFailure() {}

  /** Names the key and the URL of a failure that does not. */
  static StoreException of(AsyncStore store, String key, Throwable failure) {
    Throwable cause = StoreException.unwrap(failure);
    return cause instanceof StoreException e
        ? e
        : new StoreException(StoreException.Kind.OTHER, store, key, cause.toString(), cause);
  }

  /** Says whether it is certain that a put that failed had no effect. */
  static boolean isRefusal(Throwable failure) {
    return StoreException.unwrap(failure) instanceof StoreException e
        && e.attempts() == 1 // The answer to an earlier attempt may have been lost.
        && switch (e.kind()) {
          case INVALID_KEY,
              NOT_FOUND,
              ACCESS_DENIED,
              REDIRECTED,
              PRECONDITION_FAILED,
              THROTTLED,
              TOO_LARGE,
              UNSUPPORTED ->
              true;
          default -> false;
        };
  }
}
