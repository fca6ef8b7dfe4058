package dev.zarrasync.http;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** Receives the body of one answer into one array. The client reads no more than is asked of it. */
final class BodyReceiver {

  private static final int FIRST_UNANNOUNCED = 1 << 13;

  private final HttpTransport store;
  private final String key;
  private final ExpectedBody expected;
  private final Content.Source source;
  private final Admission admission;
  private final CompletableFuture<byte[]> result = new CompletableFuture<>();
  private ByteBuffer body = ByteBuffer.allocate(0);
  private long received;
  private volatile boolean brokenOff;

  /**
   * Receives nothing yet.
   *
   * @param admission where a body of a known length goes, and who hears that it comes
   */
  BodyReceiver(
      HttpTransport store,
      String key,
      ExpectedBody expected,
      Content.Source source,
      Admission admission) {
    this.store = store;
    this.key = key;
    this.expected = expected;
    this.source = source;
    this.admission = admission;
  }

  /** What is wanted of the body. Fails if another number of bytes comes than was announced. */
  CompletableFuture<byte[]> result() {
    return result;
  }

  ExpectedBody expected() {
    return expected;
  }

  /** Says whether the body failed because its rest does not come. */
  boolean isBrokenOff() {
    return brokenOff;
  }

  /** Takes memory, and begins to read. */
  void receive() {
    if (result.isDone()) {
      return;
    }
    try {
      takeMemory();
      read();
    } catch (OutOfMemoryError e) {
      noRoom(e);
    }
  }

  private void takeMemory() {
    if (!expected.isAnnounced()) {
      body = ByteBuffer.allocate(FIRST_UNANNOUNCED);
    } else if (expected.gzip()) {
      body = ByteBuffer.allocate(expected.mostKept());
    } else {
      body = admission.buffer(expected.mostKept());
    }
  }

  private void read() {
    while (!result.isDone()) {
      Content.Chunk chunk = source.read();
      if (chunk == null) {
        source.demand(this::readOn);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        return; // The answer ends with the same failure.
      }
      take(chunk.getByteBuffer());
      chunk.release();
      if (chunk.isLast()) {
        end();
        return;
      }
    }
  }

  private void readOn() {
    try {
      read();
    } catch (OutOfMemoryError e) {
      noRoom(e);
    }
  }

  private void take(ByteBuffer part) {
    admission.progressed();
    long from = received;
    received += part.remaining();
    if (expected.isAnnounced()) {
      if (received > expected.length()) {
        bad("the body is longer than the " + expected.length() + " bytes announced", null);
        return;
      }
      keep(part, from);
    } else if (received > expected.mostKept()) {
      String problem =
          "the body does not say how long it is, and is longer than " + expected.mostKept();
      fail(store.problem(Kind.TOO_LARGE, key, problem + " bytes", null));
    } else {
      if (part.remaining() > body.remaining()) {
        int doubled = (int) Math.max(received, body.capacity() * 2L);
        body = ByteBuffer.allocate(Math.min(doubled, expected.mostKept())).put(body.flip());
      }
      body.put(part);
    }
  }

  /** Keeps what is wanted of a part that starts at an offset of the body. */
  private void keep(ByteBuffer part, long from) {
    long first = Math.max(from, expected.start());
    int wanted = (int) (Math.min(received, expected.end()) - first);
    if (wanted > 0) {
      body.put(part.slice(part.position() + (int) (first - from), wanted));
    }
  }

  @SuppressWarnings("ByteBufferBackingArray") // As Admission says.
  private void end() {
    if (!expected.isAnnounced()) {
      result.complete(Arrays.copyOf(body.array(), (int) received));
    } else if (received == expected.length()) {
      result.complete(body.array());
    } else {
      brokenOff(null);
    }
  }

  /** Says that the rest of the body does not come. */
  void brokenOff(@Nullable Throwable cause) {
    if (!result.isDone()) {
      brokenOff = true;
      bad(
          "the body broke off after %d of %s bytes"
              .formatted(received, expected.isAnnounced() ? expected.length() : "some"),
          cause);
    }
  }

  private void noRoom(OutOfMemoryError e) {
    String problem = "the heap has no room for " + expected.mostKept() + " bytes";
    fail(store.problem(Kind.OTHER, key, problem + ": lower maxBytesInFlight", e));
  }

  private void bad(String problem, @Nullable Throwable cause) {
    fail(store.problem(Kind.BAD_RESPONSE, key, problem, cause));
  }

  private void fail(StoreException problem) {
    result.completeExceptionally(problem);
    source.fail(problem);
  }
}
