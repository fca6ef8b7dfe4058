package dev.zarrasync.fetch;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a {@link Request} sends, and where the body of the answer goes. */
@FunctionalInterface
interface Call<T> {

  /**
   * Sends it.
   *
   * @return the answer, a cancel of which aborts what was sent
   */
  CompletableFuture<T> send(Admission attempt);

  /** How many bytes it sends. */
  default long bytesToSend() {
    return 0;
  }

  /** Whether its body takes memory: it does not if that is there already. */
  default boolean needsRoom() {
    return true;
  }

  /** How many bytes in flight a body counts as. */
  default long room(long bytes) {
    return needsRoom() ? bytes : 0;
  }

  /** Does what {@link Admission#resumable} says. */
  default void resumable(Admission attempt, String strongEtag, boolean announcesRanges) {}

  /** Does what {@link Admission#body} says. */
  default Body body(Request<T>.Attempt attempt, int length, BodyCheck check) {
    return ArrayBody.of(length, check);
  }

  /**
   * Sees the end of an attempt before anyone else.
   *
   * @return the failure that others see, or null
   */
  default @Nullable Throwable ended(@Nullable T value, @Nullable Throwable failure) {
    return failure;
  }

  /** Sees that no attempt follows. May be called more than once. */
  default void over() {}
}
