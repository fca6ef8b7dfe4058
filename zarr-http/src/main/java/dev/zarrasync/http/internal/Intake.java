package dev.zarrasync.http.internal;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.Body;
import dev.zarrasync.fetch.BodyCheck;
import dev.zarrasync.fetch.internal.Workers;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.internal.Reply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes in the body of one answer: what comes before it is let in is kept, and then goes where it
 * is wanted. Guarded by its {@link Exchange}.
 */
final class Intake {

  /** What may be under way of a body that is passed on as it comes. */
  private static final int PASSED_ON = 1 << 20;

  private final AsyncStore store;
  private final String key;
  private final GetOptions options;
  private final ExpectedBody expected;
  private final List<ByteBuffer> early = new ArrayList<>();
  private @Nullable Body body;
  private long received;
  private long granted = HttpClient.WINDOW;
  private boolean isAllHere;

  Intake(AsyncStore store, String key, GetOptions options, ExpectedBody expected) {
    this.store = store;
    this.key = key;
    this.options = options;
    this.expected = expected;
  }

  ExpectedBody expected() {
    return expected;
  }

  /**
   * Takes memory, and what has come early.
   *
   * @param check verifies the body, if it is the whole object as it is
   * @throws StoreException if there is no room, or too much has come
   */
  void begin(Admission admission, BodyCheck check) throws StoreException {
    try {
      // What is encoded, and what has no known length, is bytes of an object only later.
      body =
          !expected.isAnnounced()
              ? new UnannouncedBody(expected.mostKept())
              : expected.gzip()
                  ? Admission.OPEN.body(expected.mostKept(), BodyCheck.NONE)
                  : admission.body(expected.mostKept(), check);
    } catch (OutOfMemoryError e) {
      throw noRoom(e);
    }
    for (ByteBuffer part : early) {
      keep(body, part);
    }
    early.clear();
  }

  /**
   * Takes the next bytes.
   *
   * @throws StoreException if they are too many
   */
  void take(ByteBuffer part) throws StoreException {
    Body open = body;
    if (open == null) {
      early.add(part);
    } else {
      keep(open, part);
    }
  }

  private void keep(Body open, ByteBuffer part) throws StoreException {
    long from = received;
    received += part.remaining();
    if (expected.isAnnounced() && received > expected.length()) {
      throw bad("the body is longer than the " + expected.length() + " bytes announced", null);
    }
    if (!expected.isAnnounced() && received > expected.mostKept()) {
      String problem = "the body does not say how long it is, and is longer than ";
      throw problem(Kind.TOO_LARGE, problem + expected.mostKept() + " bytes", null);
    }
    long first = Math.max(from, expected.start());
    long end = expected.isAnnounced() ? Math.min(received, expected.end()) : received;
    if (end > first) {
      try {
        open.put(part.slice(part.position() + (int) (first - from), (int) (end - first)));
      } catch (OutOfMemoryError e) {
        throw noRoom(e);
      }
    }
  }

  /**
   * Says how much more may come: all that has its place in memory, and what is passed on as fast as
   * it is taken.
   *
   * @param onRoom run when to ask again, if the body waits for its decoder
   */
  long grant(Runnable onRoom) {
    Body open = requireNonNull(body);
    if (!open.isReady()) {
      open.whenReady(onRoom);
      return 0;
    }
    long underWay = granted - received;
    long wanted = options.sink() == null ? expected.mostReceived() : PASSED_ON;
    long more = Math.min(expected.mostReceived() - granted, wanted - underWay);
    if (more <= 0 || underWay > wanted / 2) {
      return 0;
    }
    granted += more;
    return more;
  }

  /** Hears that no more comes. */
  void allCame() {
    isAllHere = true;
  }

  /** Says whether the body has been let in, and its end has come. */
  boolean isOver() {
    return isAllHere && body != null;
  }

  boolean isShort() {
    return expected.isAnnounced() && received < expected.length();
  }

  /** Says that the rest of the body does not come. */
  StoreException brokenOff(@Nullable Throwable cause) {
    long came = received + early.stream().mapToLong(ByteBuffer::remaining).sum();
    String length = expected.isAnnounced() ? Long.toString(expected.length()) : "some";
    return bad("the body broke off after " + came + " of " + length + " bytes", cause);
  }

  /** Verifies what came, decodes it and cuts it, where there is something to do. */
  void finish(@Nullable String etag, BiConsumer<@Nullable Found, @Nullable Throwable> done) {
    Body all = requireNonNull(body);
    Reply.follow(all.end(), new Ending(all, etag, done));
  }

  private final class Ending implements BiConsumer<@Nullable String, @Nullable Throwable> {
    private final Body all;
    private final @Nullable String etag;
    private final BiConsumer<@Nullable Found, @Nullable Throwable> done;

    Ending(Body all, @Nullable String etag, BiConsumer<@Nullable Found, @Nullable Throwable> done) {
      this.all = all;
      this.etag = etag;
      this.done = done;
    }

    @Override
    public void accept(@Nullable String mismatch, @Nullable Throwable failure) {
      if (failure != null) {
        done.accept(null, failure);
      } else if (mismatch != null) {
        done.accept(null, bad(mismatch, null));
      } else if (expected.gzip()) {
        Reply.follow(
            Workers.call(() -> found(new GzipBody(store, key).decode(all.bytes()), etag)), done);
      } else {
        finish(all, etag, done);
      }
    }
  }

  private void finish(
      Body all, @Nullable String etag, BiConsumer<@Nullable Found, @Nullable Throwable> done) {
    Found found;
    try {
      found = found(all.bytes(), etag);
    } catch (Throwable e) { // An OutOfMemoryError, too, must reach who waits.
      done.accept(null, e);
      return;
    }
    done.accept(found, null);
  }

  private Found found(byte[] bytes, @Nullable String etag) throws StoreException {
    boolean isWhole = expected.objectSize() == ExpectedBody.UNKNOWN;
    long size = isWhole ? bytes.length : expected.objectSize();
    long start = options.range().start(size);
    if (start < 0) {
      throw problem(Kind.UNSATISFIABLE_RANGE, "the object has " + size + " bytes", null);
    }
    long end = options.range().end(size);
    boolean isToBeCut = isWhole && end - start < size;
    byte[] wanted = isToBeCut ? Arrays.copyOfRange(bytes, (int) start, (int) end) : bytes;
    return new Found(wanted, size, etag);
  }

  private StoreException noRoom(OutOfMemoryError e) {
    String problem = "the heap has no room for " + expected.mostKept() + " bytes";
    return problem(Kind.OTHER, problem + ": lower maxBytesInFlight", e);
  }

  private StoreException bad(String problem, @Nullable Throwable cause) {
    return problem(Kind.BAD_RESPONSE, problem, cause);
  }

  private StoreException problem(Kind kind, String problem, @Nullable Throwable cause) {
    return new StoreException(kind, store, key, problem, cause);
  }
}
