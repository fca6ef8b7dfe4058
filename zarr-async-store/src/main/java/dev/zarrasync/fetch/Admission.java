package dev.zarrasync.fetch;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

/** Lets bodies in as memory allows, and hears how they come along. */
@FunctionalInterface
public interface Admission {

  /** Lets every body in at once. */
  Admission OPEN = bytes -> CompletableFuture.completedFuture(null);

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
   * before {@link #buffer}, if at all.
   *
   * @param strongEtag the object's entity tag, of which RFC 9110, section 8.8.1, says that the
   *     bytes are the same where it is
   * @param whole verifies all bytes of the object
   */
  default void resumable(String strongEtag, BodyCheck whole) {}

  /**
   * Returns where a body goes that was let in.
   *
   * @param length the body's length
   * @return a buffer on an array, with so many bytes left, which are put there as they come. The
   *     array is what {@link dev.zarrasync.store.Fetched.Found#bytes()} gives.
   * @throws OutOfMemoryError if the heap has no room
   */
  default ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length);
  }

  /**
   * Hears that the server is at work: the request has gone out, or bytes of the answer have come,
   * which are put into the buffer next. From then on an attempt that hears nothing for {@link
   * FetchOptions#stallTimeout()} ends, the time that its body waits for room aside. Where a
   * transport does not tell, only the other times count. Returns at once.
   */
  default void progressed() {}

  /**
   * Changes who lets bodies in.
   *
   * @param admit does what {@link #admit} does
   * @return otherwise this admission
   */
  default Admission admittedBy(LongFunction<CompletableFuture<Void>> admit) {
    return new ChangedAdmission(this, admit, this::buffer);
  }

  /**
   * Changes where bodies go.
   *
   * @param buffers does what {@link #buffer} does
   * @return otherwise this admission
   */
  default Admission into(IntFunction<ByteBuffer> buffers) {
    return new ChangedAdmission(this, this::admit, buffers);
  }
}
