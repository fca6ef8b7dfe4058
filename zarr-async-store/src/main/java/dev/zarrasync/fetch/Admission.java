package dev.zarrasync.fetch;

import java.util.concurrent.CompletableFuture;

/** Lets bodies in as memory allows, and hears how they come along. */
@FunctionalInterface
public interface Admission {

  /** Lets every body in at once. */
  Admission OPEN =
      new Admission() {
        @Override
        public CompletableFuture<Void> admit(long bytes) {
          return CompletableFuture.completedFuture(null);
        }
      };

  /**
   * Asks for room for a body.
   *
   * @param bytes the body's length
   * @return completes when the body may be received. The transport must not receive it, nor block a
   *     thread, before.
   */
  CompletableFuture<Void> admit(long bytes);

  /**
   * Hears that the rest of the body can be asked for by range, should it break off. To be called
   * before {@link #body}, if at all.
   *
   * @param strongEtag the object's entity tag, of which RFC 9110, section 8.8.1, says that the
   *     bytes are the same where it is
   * @param announcesRanges whether the server says that it serves ranges (section 14.3), so that
   *     some may be asked for beside the body
   */
  default void resumable(String strongEtag, boolean announcesRanges) {}

  /**
   * Returns where a body goes that was let in. To be called for each answer, where a transport
   * sends a request again by itself: what the answer before still puts is then of no effect.
   *
   * @param length the body's length
   * @param check verifies the body; {@link BodyCheck#NONE} unless it is the whole object
   * @return takes so many bytes as they come
   * @throws OutOfMemoryError if the heap has no room
   */
  default Body body(int length, BodyCheck check) {
    return ArrayBody.of(length, check);
  }

  /**
   * Hears that the server is at work: the request has gone out, or bytes of the answer have come.
   * From then on an attempt that hears nothing for {@link FetchOptions#stallTimeout()} ends, the
   * time that its body waits for room aside. Where a transport does not tell, only the other times
   * count. Returns at once.
   */
  default void progressed() {}

  /** Hears that nothing is received until {@link #progressed} is called again. Returns at once. */
  default void paused() {}
}
