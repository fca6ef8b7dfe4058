package dev.zarrasync.fetch;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A get whose attempts go on where the one before broke off: by range, and in the same version of
 * the object (RFC 9110, section 13.1.1). Where the range or the condition is refused, the next
 * attempt starts over. An attempt may have one answer after the other, if the transport sends its
 * request again.
 */
final class ResumedGet implements Call<Fetched> {

  /** The rest of a smaller body is no sooner there than all of it. */
  private static final int LEAST_KEPT = 1 << 20;

  private final Transport transport;
  private final String key;
  private final GetOptions options;
  private final @Nullable StreamBody stream;
  private final BrokenBodies brokenBodies;

  // Guarded by this.
  private @Nullable Admission attempt;
  private int from; // Where in the body the attempt starts.
  private @Nullable Answer current;
  private @Nullable Body body;
  private @Nullable String etag;
  private int length;
  private int received;
  private boolean damaged;
  private long reserved;
  private boolean over;

  /**
   * Sends nothing yet.
   *
   * @param options of any range but a suffix
   * @param stream passes the body on as it comes, or null
   * @param brokenBodies limits what is kept of bodies that broke off
   */
  ResumedGet(
      Transport transport,
      String key,
      GetOptions options,
      @Nullable StreamBody stream,
      BrokenBodies brokenBodies) {
    this.transport = transport;
    this.key = key;
    this.options = options;
    this.stream = stream;
    this.brokenBodies = brokenBodies;
  }

  @Override
  public CompletableFuture<Fetched> send(Admission next) {
    return transport.get(key, begin(next), next);
  }

  /** From now on nothing is put to the body by the attempt before. */
  private synchronized GetOptions begin(Admission next) {
    attempt = next;
    current = null;
    if (!isWorthKeeping() || !isRoomForIt()) {
      forget();
    }
    from = received;
    return from == 0 ? options : rest();
  }

  /** Whether there is a part of a large body, and a way to get its rest. */
  private boolean isWorthKeeping() {
    return body != null && etag != null && !damaged && received >= LEAST_KEPT && received < length;
  }

  private boolean isRoomForIt() {
    int kept = requireNonNull(body).bytes().length;
    if (reserved == 0 && !over && brokenBodies.reserve(kept)) {
      reserved = kept;
    }
    return reserved == kept;
  }

  private void forget() {
    body = null;
    etag = null;
    received = 0;
    damaged = false;
    brokenBodies.release(reserved);
    reserved = 0;
  }

  private GetOptions rest() {
    ByteRange range = options.range();
    long start =
        range instanceof ByteRange.Span span
            ? span.offset()
            : range instanceof ByteRange.From open ? open.offset() : 0;
    return GetOptions.of(ByteRange.of(start + from, length - from))
        .condition(new Condition.Unchanged(requireNonNull(etag)))
        .expectedSize(options.expectedSize());
  }

  @Override
  public long room(long bytes) {
    return stream == null ? bytes : StreamBody.room(bytes);
  }

  @Override
  public synchronized void resumable(Admission caller, String strongEtag) {
    if (caller == attempt && from == 0) {
      etag = strongEtag;
    }
  }

  /** {@inheritDoc} The rest goes where the part before it went. */
  @Override
  public synchronized Body body(Admission caller, int bytes, BodyCheck check) {
    if (caller != attempt) {
      return ArrayBody.of(bytes, check);
    }
    current = null;
    if (from > 0 && bytes != length - from) {
      return ArrayBody.of(bytes, check);
    }
    if (from == 0) {
      body = null;
      Body whole = stream == null ? ArrayBody.of(bytes, check) : stream.restarted(check);
      if (stream == null && bytes <= LEAST_KEPT) {
        return whole;
      }
      body = whole;
      length = bytes;
      received = 0;
    }
    Answer answer = new Answer(caller, requireNonNull(body), received - from);
    current = answer;
    return answer;
  }

  private synchronized boolean isCurrent(Answer answer) {
    return answer == current;
  }

  @Override
  public synchronized @Nullable Throwable ended(
      @Nullable Fetched fetched, @Nullable Throwable failure) {
    if (from == 0) {
      return failure;
    }
    if (fetched instanceof Found found) {
      return isOfTheSame(found)
          ? null
          : startOver("its rest is of another version of the object", null);
    }
    if (failure instanceof StoreException e) {
      if (mayLieInTheRange(e.kind()) && received < length) {
        return startOver("its rest is refused", e);
      }
      if (e.kind() == Kind.BAD_RESPONSE && received == from) {
        forget();
      }
    }
    return failure;
  }

  private boolean isOfTheSame(Found found) {
    boolean isWhole = options.range() instanceof ByteRange.All;
    return body != null
        && found.bytes() == body.bytes()
        && Objects.equals(found.etag(), etag)
        && (!isWhole || found.objectSize() == length);
  }

  /** Whether a refusal of the rest leaves open that the whole is not refused. */
  private static boolean mayLieInTheRange(Kind kind) {
    return switch (kind) {
      case PRECONDITION_FAILED, UNSATISFIABLE_RANGE, UNSUPPORTED, OTHER -> true;
      default -> false;
    };
  }

  private StoreException startOver(String problem, @Nullable Throwable cause) {
    forget();
    String all = "the body broke off, and " + problem;
    return new StoreException(Kind.BAD_RESPONSE, transport, key, all, cause);
  }

  @Override
  public synchronized void over() {
    over = true;
    forget();
  }

  /** What one answer adds to the body, until another one begins. */
  private final class Answer implements Body {

    private final Admission admission;
    private final Body whole;

    /** How many bytes it starts with that an answer before it has brought. */
    private int known;

    Answer(Admission admission, Body whole, int known) {
      this.admission = admission;
      this.whole = whole;
      this.known = known;
    }

    @Override
    public void put(ByteBuffer part) {
      synchronized (ResumedGet.this) {
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
      synchronized (ResumedGet.this) {
        if (!isCurrent(this)) {
          return CompletableFuture.completedFuture("another answer has begun");
        }
        return whole.end().thenApply(this::verified);
      }
    }

    private @Nullable String verified(@Nullable String mismatch) {
      synchronized (ResumedGet.this) {
        damaged = mismatch != null;
      }
      return mismatch;
    }

    @Override
    public byte[] bytes() {
      return whole.bytes();
    }
  }

  /**
   * Limits what is kept of bodies that broke off, until the rest of them has come. It is apart from
   * the byte budget, because who keeps a part waits for a permit again.
   */
  static final class BrokenBodies {

    private final long limit;

    // Guarded by this.
    private long bytes;

    BrokenBodies(long limit) {
      this.limit = limit;
    }

    /** Takes room, if there is some. One body is kept whatever its size. */
    synchronized boolean reserve(long wanted) {
      boolean fits = bytes == 0 || wanted <= limit - bytes;
      bytes += fits ? wanted : 0;
      return fits;
    }

    synchronized void release(long reserved) {
      bytes -= reserved;
    }
  }
}
