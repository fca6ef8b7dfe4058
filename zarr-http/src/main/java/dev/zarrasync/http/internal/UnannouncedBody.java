package dev.zarrasync.http.internal;

import dev.zarrasync.fetch.Body;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Collects a body whose length is not known before its end. */
final class UnannouncedBody implements Body {

  private static final int FIRST = 1 << 13;

  private final int most;
  private ByteBuffer body = ByteBuffer.allocate(FIRST);

  /**
   * Has nothing yet.
   *
   * @param most how many bytes are put at most
   */
  UnannouncedBody(int most) {
    this.most = most;
  }

  @Override
  public void put(ByteBuffer part) {
    if (part.remaining() > body.remaining()) {
      long wanted = Math.max((long) body.position() + part.remaining(), body.capacity() * 2L);
      body = ByteBuffer.allocate((int) Math.min(wanted, most)).put(body.flip());
    }
    body.put(part);
  }

  @Override
  public CompletableFuture<@Nullable String> end() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  @SuppressWarnings("ByteBufferBackingArray") // It was allocated here.
  public byte[] bytes() {
    return Arrays.copyOf(body.array(), body.position());
  }
}
