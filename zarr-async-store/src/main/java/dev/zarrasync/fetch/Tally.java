package dev.zarrasync.fetch;

import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** What the requests of a store have come to. Used under the lock of its owner. */
final class Tally {

  long requests;
  long failures;
  long bytesReceived;
  long nanos;

  /**
   * Counts the end of a request.
   *
   * @param time how long it took, in nanoseconds
   * @param admitted how many bytes of its body were let in
   */
  void ended(long time, long admitted, @Nullable Object value, @Nullable Throwable failure) {
    nanos += time;
    if (value instanceof Found found) {
      // The body of a range can be in a larger array, and a compressed one is let in twice.
      long length = found.length();
      boolean isAll = admitted == 0 || found.isPassedOn();
      bytesReceived += isAll ? length : Math.min(admitted, length);
    }
    if (failure != null && isFailure(failure)) {
      failures++;
    }
  }

  private static boolean isFailure(Throwable failure) {
    return failure instanceof StoreException e
        ? e.kind() != Kind.NOT_MODIFIED
        : !(failure instanceof CancellationException);
  }
}
