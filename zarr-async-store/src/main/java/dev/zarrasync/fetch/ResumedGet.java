package dev.zarrasync.fetch;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.internal.Reply;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A get whose attempts go on where the one before broke off: by range, and in the same version of
 * the object (RFC 9110, section 13.1.1). Where the range or the condition is refused, the next
 * attempt starts over. An attempt may have one answer after the other, if the transport sends its
 * request again. While a large body is received from its start, ranges from its end come beside it
 * ({@link RangesAtOnce}).
 */
final class ResumedGet implements Call<Fetched> {

  /** The rest of a smaller body is no sooner there than all of it. */
  private static final int LEAST_KEPT = 1 << 20;

  /** To cut the answer of a smaller body, and its connection, would cost more than it spares. */
  private static final int LEAST_DIVIDED = 32 << 20;

  private final Transport transport;
  private final String key;
  private final GetOptions options;
  private final @Nullable StreamBody stream;
  private final Engine engine;
  private final BrokenBodies brokenBodies;

  // Guarded by this.
  private @Nullable Admission attempt;
  private int from; // Where in the body the attempt starts.
  private @Nullable Answer current;
  private @Nullable Body body;
  private @Nullable String etag;
  private @Nullable String announcedEtag; // By the answer that comes.
  private boolean announcesRanges;
  private int length;
  private int received;
  private boolean damaged;
  private @Nullable RangesAtOnce tail;
  private @Nullable CompletableFuture<@Nullable String> joined; // What is wrong with both.
  private long reserved;
  private boolean over;

  /**
   * Sends nothing yet.
   *
   * @param options of any range but a suffix
   * @param stream passes the body on as it comes, or null
   */
  ResumedGet(
      Engine engine,
      Transport transport,
      String key,
      GetOptions options,
      @Nullable StreamBody stream) {
    this.engine = engine;
    this.transport = transport;
    this.key = key;
    this.options = options;
    this.stream = stream;
    this.brokenBodies = engine.brokenBodies;
  }

  @Override
  public CompletableFuture<Fetched> send(Admission next) {
    return transport.get(key, begin(next), next);
  }

  /** From now on nothing is put to the body by the attempt before. */
  private synchronized GetOptions begin(Admission next) {
    attempt = next;
    current = null;
    joined = null;
    announcedEtag = null;
    stopTail();
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

  /** Where in the object the body starts. */
  private long start() {
    ByteRange range = options.range();
    return range instanceof ByteRange.Span span
        ? span.offset()
        : range instanceof ByteRange.From open ? open.offset() : 0;
  }

  private GetOptions rest() {
    return GetOptions.of(ByteRange.of(start() + from, length - from))
        .condition(new Condition.Unchanged(requireNonNull(etag)))
        .expectedSize(options.expectedSize());
  }

  @Override
  public long room(long bytes) {
    return stream == null ? bytes : StreamBody.room(bytes);
  }

  @Override
  public synchronized void resumable(Admission caller, String strongEtag, boolean hasRanges) {
    if (caller == attempt && from == 0) {
      announcedEtag = strongEtag;
      announcesRanges = hasRanges;
    }
  }

  /** {@inheritDoc} The rest goes where the part before it went. */
  @Override
  public synchronized Body body(Request<Fetched>.Attempt caller, int bytes, BodyCheck check) {
    if (caller != attempt) {
      return ArrayBody.of(bytes, check);
    }
    current = null;
    joined = null;
    stopTail();
    if (from > 0 && bytes != length - from) {
      return ArrayBody.of(bytes, check);
    }
    if (from == 0) {
      body = null;
      etag = announcedEtag;
      announcedEtag = null;
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
    if (from == 0 && stream == null) {
      divide(caller, check);
    }
    return answer;
  }

  private void divide(Request<Fetched>.Attempt caller, BodyCheck check) {
    int ranges = length < LEAST_DIVIDED ? 1 : engine.rangesOf(length);
    if (ranges == 1 || etag == null || !announcesRanges || over) {
      return;
    }
    long size = options.range() instanceof ByteRange.All ? length : GetOptions.UNKNOWN_SIZE;
    RangesAtOnce begun =
        new RangesAtOnce(
            engine,
            transport,
            new RangesAtOnce.Target(key, start(), length, size),
            new GetOptions.Division(ranges, etag),
            requireNonNull(body).bytes(),
            new Tail(caller, check));
    tail = begun;
    begun.send();
  }

  private void stopTail() {
    if (tail != null) {
      tail.stop();
      tail = null;
    }
  }

  private synchronized boolean isCurrent(Answer answer) {
    return answer == current;
  }

  @Override
  public synchronized @Nullable Throwable ended(
      @Nullable Fetched fetched, @Nullable Throwable failure) {
    stopTail();
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
    stopTail();
    forget();
  }

  /** Ends an attempt when its answer and the ranges from the end have met. */
  private final class Tail implements RangesAtOnce.Listener {
    private final Request<Fetched>.Attempt caller;
    private final BodyCheck check;

    Tail(Request<Fetched>.Attempt caller, BodyCheck check) {
      this.caller = caller;
      this.check = check;
    }

    @Override
    public void met(Found all, long brought) {
      CompletableFuture<@Nullable String> verified;
      synchronized (ResumedGet.this) {
        if (caller != attempt || tail == null) {
          return; // It has ended by itself.
        }
        current = null; // No byte is put any more.
        verified =
            new ArrayBody(ByteBuffer.wrap(all.bytes()), check)
                .end()
                .thenApply(ResumedGet.this::verified);
        joined = verified;
      }
      Reply.follow(
          verified,
          (mismatch, failure) ->
              ended(all, brought, failure == null ? mismatch : "not verified: " + failure));
    }

    private void ended(Found all, long brought, @Nullable String mismatch) {
      if (mismatch == null) {
        caller.endEarly(all, brought);
      } else {
        caller.failEarly(new StoreException(Kind.BAD_RESPONSE, transport, key, mismatch, null));
      }
    }

    /** {@inheritDoc} The answer goes on, unless what is in its place may be of another object. */
    @Override
    public void failed(@Nullable Fetched answer, @Nullable Throwable failure) {
      synchronized (ResumedGet.this) {
        damaged |= answer instanceof Found;
      }
    }
  }

  private synchronized @Nullable String verified(@Nullable String mismatch) {
    damaged |= mismatch != null;
    return mismatch;
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
          if (tail != null) {
            tail.reached(received);
          }
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
        CompletableFuture<@Nullable String> known = joined;
        if (known != null && admission == attempt) {
          return known;
        }
        if (!isCurrent(this)) {
          return CompletableFuture.completedFuture("another answer has begun");
        }
        stopTail();
        return damaged
            ? CompletableFuture.completedFuture("its ranges are not of one object")
            : whole.end().thenApply(ResumedGet.this::verified);
      }
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
