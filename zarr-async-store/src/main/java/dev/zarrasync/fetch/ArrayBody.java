package dev.zarrasync.fetch;

import dev.zarrasync.fetch.internal.Workers;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Collects a body in an array.
 *
 * @param rest what of the array is still to come
 * @param check verifies all of the array
 */
record ArrayBody(ByteBuffer rest, BodyCheck check) implements Body {

  private static final CompletableFuture<@Nullable String> UNVERIFIED =
      CompletableFuture.completedFuture(null);

  /** A body in an array of its own. */
  static ArrayBody of(int length, BodyCheck check) {
    return new ArrayBody(ByteBuffer.allocate(length), check);
  }

  @Override
  public void put(ByteBuffer part) {
    rest.put(part);
  }

  /** {@inheritDoc} The threads that receive do not compute. */
  @Override
  public CompletableFuture<@Nullable String> end() {
    return check == BodyCheck.NONE ? UNVERIFIED : Workers.call(() -> check.mismatch(bytes()));
  }

  @Override
  @SuppressWarnings("ByteBufferBackingArray") // It has one.
  public byte[] bytes() {
    return rest.array();
  }
}
