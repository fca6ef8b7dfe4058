package dev.zarrasync.fetch;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt adds to the body of a get, and how much of the body there is now. An attempt may
 * have one answer after the other, if the transport sends its request again.
 */
final class PartialBody implements Admission {

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
  private @Nullable Answer current;
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
    current = null;
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
  public synchronized Body body(int bytes, BodyCheck check) {
    current = null;
    if (over || (from > 0 && bytes != length - from)) {
      return admission.body(bytes, check);
    }
    if (from == 0) {
      body = bodies.of(bytes, check);
      length = bytes;
      received = 0;
    }
    Answer answer = new Answer(whole(), received - from);
    current = answer;
    return answer;
  }

  @Override
  public void progressed() {
    admission.progressed();
  }

  @Override
  public void paused() {
    admission.paused();
  }

  /** Where all parts go. */
  byte[] bytes() {
    return whole().bytes();
  }

  private Body whole() {
    return requireNonNull(body);
  }

  private synchronized boolean isCurrent(Answer answer) {
    return answer == current;
  }

  /** What one answer adds, until another one begins. */
  private final class Answer implements Body {

    private final Body whole;

    /** How many bytes it starts with that an answer before it has brought. */
    private int known;

    Answer(Body whole, int known) {
      this.whole = whole;
      this.known = known;
    }

    @Override
    public void put(ByteBuffer part) {
      synchronized (PartialBody.this) {
        if (isCurrent(this)) {
          int skipped = Math.min(known, part.remaining());
          known -= skipped;
          part.position(part.position() + skipped);
          received += part.remaining();
          whole.put(part);
        }
      }
    }

    @Override
    public boolean isReady() {
      return !isCurrent(this) || whole.isReady();
    }

    @Override
    public void whenReady(Runnable action) {
      if (!isCurrent(this)) {
        action.run();
        return;
      }
      admission.paused();
      whole.whenReady(
          () -> {
            admission.progressed();
            action.run();
          });
    }

    @Override
    public CompletableFuture<@Nullable String> end() {
      synchronized (PartialBody.this) {
        if (!isCurrent(this)) {
          return CompletableFuture.completedFuture("another answer has begun");
        }
        return whole
            .end()
            .thenApply(
                mismatch -> {
                  damaged = mismatch != null;
                  return mismatch;
                });
      }
    }

    @Override
    public byte[] bytes() {
      return whole.bytes();
    }
  }
}
