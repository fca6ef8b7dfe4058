package dev.zarrasync.jfr.internal;

import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** What came of something, in a word. */
final class Outcomes {

  private Outcomes() {}

  static String of(@Nullable Object value, @Nullable Throwable failure) {
    if (failure != null) {
      return ofFailure(StoreException.unwrap(failure));
    }
    if (value instanceof Fetched) {
      return value instanceof Fetched.Found ? "FOUND" : "MISSING";
    }
    return "DONE";
  }

  private static String ofFailure(Throwable failure) {
    return failure instanceof CancellationException
        ? "CANCELLED"
        : (failure instanceof StoreException e ? e.kind() : StoreException.Kind.OTHER).name();
  }
}
