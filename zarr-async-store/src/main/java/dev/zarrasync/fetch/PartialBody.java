package dev.zarrasync.fetch;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What one attempt adds to the body of a get, and how much of the body there is now. */
final class PartialBody implements Admission, Body {

  /** The rest of a smaller body is no sooner there than all of it. */
  static final int LEAST_KEPT = 1 << 20;

  private final Admission admission;
  private final Admission.Bodies bodies;
  private final int from;

  private volatile @Nullable String etag;
  private volatile @Nullable Body body;
  private volatile int length;
  private volatile int received;
  private volatile boolean damaged;

  // Guarded by this.
  private boolean over;

  /**
   * The first part of a body, of which nothing is known.
   *
   * @param bodies makes the body when its length is known
   */
  PartialBody(Admission admission, Admission.Bodies bodies) {
    this.admission = admission;
    this.bodies = bodies;
    this.from = 0;
  }

  /** All that is not there of a body yet. Nothing must be put to the part before any more. */
  PartialBody(Admission admission, PartialBody broken) {
    this.admission = admission;
    this.bodies = broken.bodies;
    this.from = broken.received;
    this.received = from;
    this.etag = broken.etag;
    this.body = broken.body;
    this.length = broken.length;
  }

  /** Has nothing be put to the body any more: another attempt goes on with it. */
  synchronized void stop() {
    over = true;
  }

  /** Whether there is a part of a large body, and a way to get its rest. */
  boolean isWorthKeeping() {
    return body != null && etag != null && !damaged && received >= LEAST_KEPT && !isComplete();
  }

  /** Whether this attempt has added to the body. */
  boolean hasGrown() {
    return received > from;
  }

  /** Whether nothing of the body is missing. */
  boolean isComplete() {
    return received == length;
  }

  /** Where the part starts in the body. */
  int from() {
    return from;
  }

  /** How long the whole body is. */
  int length() {
    return length;
  }

  /** The version of the object. */
  String etag() {
    return requireNonNull(etag);
  }

  @Override
  public CompletableFuture<Void> admit(long bytes) {
    return admission.admit(bytes);
  }

  @Override
  public void resumable(String strongEtag) {
    if (from == 0) {
      etag = strongEtag;
    }
  }

  /** {@inheritDoc} The rest goes where the part before it went. */
  @Override
  public Body body(int bytes, BodyCheck check) {
    if (from > 0) {
      return bytes == length - from ? this : admission.body(bytes, check);
    }
    body = bodies.of(bytes, check);
    length = bytes;
    received = 0;
    return this;
  }

  @Override
  public void progressed() {
    admission.progressed();
  }

  @Override
  public void paused() {
    admission.paused();
  }

  private Body whole() {
    return requireNonNull(body);
  }

  @Override
  public synchronized void put(ByteBuffer part) {
    if (!over) {
      int count = part.remaining();
      whole().put(part);
      received += count;
    }
  }

  @Override
  public boolean isReady() {
    return whole().isReady();
  }

  @Override
  public void whenReady(Runnable action) {
    admission.paused();
    whole()
        .whenReady(
            () -> {
              admission.progressed();
              action.run();
            });
  }

  @Override
  public CompletableFuture<@Nullable String> end() {
    return whole()
        .end()
        .thenApply(
            mismatch -> {
              damaged = mismatch != null;
              return mismatch;
            });
  }

  @Override
  public byte[] bytes() {
    return whole().bytes();
  }
}
