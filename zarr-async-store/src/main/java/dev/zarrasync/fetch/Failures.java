package dev.zarrasync.fetch;

import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What the attempts of a request have failed with. Safe for use by many threads. */
final class Failures {

  /**
   * What is seldom mended by waiting for long: an answer that breaks the protocol, and no
   * connection to a server that has never answered, whose address may be wrong.
   */
  private static final int MOST_HOPELESS = 5;

  private static final int MOST_TOLD = 4;

  private final Engine engine;

  // Guarded by this.
  private final Deque<StoreException> last = new ArrayDeque<>(MOST_TOLD);
  private @Nullable StoreException answer;
  private int hopeless;

  Failures(Engine engine) {
    this.engine = engine;
  }

  /**
   * Adds a failure.
   *
   * @param attempts how many there were
   * @param left how many nanoseconds are left before the deadline
   * @return the error to fail with, or null if the request is to be sent again
   */
  synchronized @Nullable StoreException verdict(StoreException failure, int attempts, long left) {
    hopeless += engine.isHopeless(failure.kind()) ? 1 : 0;
    if (!failure.kind().isTransient()) {
      return told(failure.afterAttempts(attempts));
    }
    if (left <= 0) {
      if (last.isEmpty() || failure.kind() != Kind.TIMEOUT) { // Or else it was cut off.
        add(failure);
      }
      return pastDeadline(attempts);
    }
    if (attempts == engine.options.maxAttempts()
        || hopeless == MOST_HOPELESS
        || failure.retryAfter().toNanos() > left) {
      return told(failure.afterAttempts(attempts));
    }
    add(failure);
    return null;
  }

  /** Returns a {@link Kind#TIMEOUT} with the last answer there was. */
  synchronized StoreException pastDeadline(int attempts) {
    StoreException cause = answer != null ? answer : last.getLast();
    return told(cause.pastDeadline(engine.options.deadline(), attempts));
  }

  private void add(StoreException failure) {
    if (last.size() == MOST_TOLD) {
      last.remove();
    }
    last.add(failure);
    answer = isAnswer(failure.kind()) ? failure : answer;
  }

  /** Whether a server said what is wrong. */
  private static boolean isAnswer(Kind kind) {
    return kind != Kind.TIMEOUT && kind != Kind.CONNECTION;
  }

  /** Adds the other failures, the last few of them. */
  private StoreException told(StoreException error) {
    last.stream().filter(f -> f != error.getCause()).forEach(error::addSuppressed);
    return error;
  }
}
