package dev.zarrasync.fetch;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What one attempt adds to the body of a get, and how much of the body there is now. */
final class PartialBody implements Admission {

  /** The rest of a smaller body is no sooner there than all of it. */
  static final int LEAST_KEPT = 1 << 20;

  private final Admission admission;
  private final int from;

  private volatile @Nullable String etag;
  private volatile BodyCheck check = BodyCheck.NONE;
  private volatile byte @Nullable [] body;
  private volatile @Nullable ByteBuffer buffer;
  private volatile int received;

  /** The first part of a body, of which nothing is known. */
  PartialBody(Admission admission) {
    this.admission = admission;
    this.from = 0;
  }

  /** All that is not there of a body yet. */
  PartialBody(Admission admission, PartialBody broken) {
    this.admission = admission;
    this.from = broken.received;
    this.received = from;
    this.etag = broken.etag;
    this.check = broken.check;
    this.body = broken.body;
  }

  /** Whether there is a part of a large body, and a way to get its rest. */
  boolean isWorthKeeping() {
    return body != null && received >= LEAST_KEPT;
  }

  /** Whether this attempt has added to the body. */
  boolean hasGrown() {
    return received > from;
  }

  /** Where the part starts in the body. */
  int from() {
    return from;
  }

  /** The whole body, as far as it is there. */
  byte[] body() {
    return requireNonNull(body);
  }

  /** The version of the object. */
  String etag() {
    return requireNonNull(etag);
  }

  /** Verifies the whole body. */
  BodyCheck check() {
    return check;
  }

  @Override
  public CompletableFuture<Void> admit(long bytes) {
    return admission.admit(bytes);
  }

  @Override
  public void resumable(String strongEtag, BodyCheck whole) {
    if (from == 0) {
      etag = strongEtag;
      check = whole;
    }
  }

  /** {@inheritDoc} What a cancelled attempt still writes is what is there, or comes again. */
  @Override
  @SuppressWarnings("ByteBufferBackingArray") // As Admission says.
  public ByteBuffer buffer(int length) {
    received = from;
    if (from > 0) {
      byte[] all = body();
      if (length != all.length - from) {
        return admission.buffer(length);
      }
      ByteBuffer rest = ByteBuffer.wrap(all, from, length);
      buffer = rest;
      return rest;
    }
    ByteBuffer whole = admission.buffer(length);
    if (etag != null) {
      buffer = whole;
      body = whole.array();
    }
    return whole;
  }

  /** {@inheritDoc} What came before is in the buffer by now. */
  @Override
  public void progressed() {
    ByteBuffer current = buffer;
    if (current != null) {
      received = current.position();
    }
    admission.progressed();
  }
}
