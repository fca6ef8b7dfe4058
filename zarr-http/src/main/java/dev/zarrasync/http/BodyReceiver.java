package dev.zarrasync.http;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.Body;
import dev.zarrasync.fetch.BodyCheck;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Receives the body of one answer as fast as there is room for it. The client reads no more than is
 * asked of it.
 */
final class BodyReceiver {

  private final HttpTransport store;
  private final String key;
  private final ExpectedBody expected;
  private final Content.Source source;
  private final BodyCheck check;
  private final Admission admission;
  private final CompletableFuture<byte[]> result = new CompletableFuture<>();
  private @Nullable Body body;
  private long received;
  private volatile boolean brokenOff;

  /**
   * Receives nothing yet.
   *
   * @param check verifies the body
   * @param admission where a body of a known length goes, and who hears that it comes
   */
  BodyReceiver(
      HttpTransport store,
      String key,
      ExpectedBody expected,
      Content.Source source,
      BodyCheck check,
      Admission admission) {
    this.store = store;
    this.key = key;
    this.expected = expected;
    this.source = source;
    this.check = check;
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
      body = body();
      demand();
    } catch (OutOfMemoryError e) {
      noRoom(e);
    }
  }

  /**
   * Reads where the client says so, which is not where it lets go of what there is because the
   * request is aborted: another connection may have that memory already.
   */
  private void demand() {
    source.demand(this::readOn);
  }

  /** What is encoded, and what has no known length, is bytes of an object only later. */
  private Body body() {
    if (!expected.isAnnounced()) {
      return new UnannouncedBody(expected.mostKept());
    }
    return expected.gzip()
        ? Admission.OPEN.body(expected.mostKept(), BodyCheck.NONE)
        : admission.body(expected.mostKept(), check);
  }

  private void read() {
    Body open = requireNonNull(body);
    while (!result.isDone()) {
      if (!open.isReady()) {
        open.whenReady(this::demand);
        return;
      }
      Content.Chunk chunk = source.read();
      if (chunk == null) {
        demand();
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        return; // The answer ends with the same failure.
      }
      take(open, chunk.getByteBuffer());
      chunk.release();
      if (chunk.isLast()) {
        end(open);
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

  private void take(Body open, ByteBuffer part) {
    admission.progressed();
    long from = received;
    received += part.remaining();
    if (expected.isAnnounced()) {
      if (received > expected.length()) {
        bad("the body is longer than the " + expected.length() + " bytes announced", null);
        return;
      }
      keep(open, part, from);
    } else if (received > expected.mostKept()) {
      String problem =
          "the body does not say how long it is, and is longer than " + expected.mostKept();
      fail(store.problem(Kind.TOO_LARGE, key, problem + " bytes", null));
    } else {
      open.put(part);
    }
  }

  /** Keeps what is wanted of a part that starts at an offset of the body. */
  private void keep(Body open, ByteBuffer part, long from) {
    long first = Math.max(from, expected.start());
    int wanted = (int) (Math.min(received, expected.end()) - first);
    if (wanted > 0) {
      open.put(part.slice(part.position() + (int) (first - from), wanted));
    }
  }

  private void end(Body all) {
    if (expected.isAnnounced() && received < expected.length()) {
      brokenOff(null);
    } else if (!result.isDone()) {
      all.end().whenComplete((mismatch, failure) -> end(all, mismatch, failure));
    }
  }

  private void end(Body all, @Nullable String mismatch, @Nullable Throwable failure) {
    if (failure != null) {
      result.completeExceptionally(failure);
    } else if (mismatch != null) {
      bad(mismatch, null);
    } else {
      result.complete(all.bytes());
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
