package dev.zarrasync.fetch;

import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A get whose attempts go on where the one before broke off: by range, and in the same version of
 * the object (RFC 9110, section 13.1.1). Where the range or the condition is refused, the next
 * attempt starts over.
 */
final class ResumedGet {

  private final Transport transport;
  private final String key;
  private final GetOptions options;
  private final Admission.Bodies bodies;
  private final BrokenBodies brokenBodies;

  // Guarded by this.
  private @Nullable PartialBody last;
  private long reserved;
  private boolean ended;

  /**
   * Sends nothing yet.
   *
   * @param options of any range but a suffix
   * @param bodies makes the body, again when an attempt starts over
   * @param brokenBodies limits what is kept of bodies that broke off
   */
  ResumedGet(
      Transport transport,
      String key,
      GetOptions options,
      Admission.Bodies bodies,
      BrokenBodies brokenBodies) {
    this.transport = transport;
    this.key = key;
    this.options = options;
    this.bodies = bodies;
    this.brokenBodies = brokenBodies;
  }

  /** Sends the next request. */
  CompletableFuture<Fetched> attempt(Admission admission) {
    PartialBody part = next(admission);
    return part.from() == 0 ? transport.get(key, options, part) : rest(part);
  }

  /** Gives up what was kept. To be called when no attempt follows. */
  synchronized void end() {
    ended = true;
    forget();
  }

  private synchronized PartialBody next(Admission admission) {
    PartialBody broken = last;
    if (broken != null) {
      broken.stop();
    }
    PartialBody next;
    if (broken != null && broken.isWorthKeeping() && isRoomFor(broken)) {
      next = new PartialBody(admission, broken);
    } else {
      forget();
      next = new PartialBody(admission, bodies);
    }
    last = next;
    return next;
  }

  private boolean isRoomFor(PartialBody broken) {
    int kept = broken.bytes().length;
    if (reserved == 0 && !ended && brokenBodies.reserve(kept)) {
      reserved = kept;
    }
    return reserved == kept;
  }

  private synchronized void forget() {
    last = null;
    brokenBodies.release(reserved);
    reserved = 0;
  }

  private CompletableFuture<Fetched> rest(PartialBody part) {
    int length = part.length() - part.from();
    GetOptions rest =
        GetOptions.of(ByteRange.of(start() + part.from(), length))
            .condition(new Condition.Unchanged(part.etag()))
            .expectedSize(options.expectedSize());
    CompletableFuture<Fetched> request = transport.get(key, rest, part);
    Attempt<Fetched> result = new Attempt<>();
    result.follow(
        request
            .exceptionallyCompose(failure -> failed(part, failure))
            .thenCompose(fetched -> joined(part, fetched)),
        request);
    return result;
  }

  private CompletableFuture<Fetched> failed(PartialBody part, Throwable failure) {
    Throwable error = failure;
    if (StoreException.unwrap(failure) instanceof StoreException e) {
      if (mayLieInTheRange(e.kind()) && !part.isComplete()) {
        error = startOver("its rest is refused", e);
      } else if (e.kind() == Kind.BAD_RESPONSE && !part.hasGrown()) {
        forget();
      }
    }
    return CompletableFuture.failedFuture(error);
  }

  /** Whether a refusal of the rest leaves open that the whole is not refused. */
  private static boolean mayLieInTheRange(Kind kind) {
    return switch (kind) {
      case PRECONDITION_FAILED, UNSATISFIABLE_RANGE, UNSUPPORTED, OTHER -> true;
      default -> false;
    };
  }

  private CompletableFuture<Fetched> joined(PartialBody part, Fetched fetched) {
    if (!(fetched instanceof Found found)) {
      return CompletableFuture.completedFuture(fetched);
    }
    boolean isWhole = options.range() instanceof ByteRange.All;
    if (found.bytes() != part.bytes()
        || !part.etag().equals(found.etag())
        || (isWhole && found.objectSize() != part.length())) {
      return CompletableFuture.failedFuture(
          startOver("its rest is of another version of the object", null));
    }
    return CompletableFuture.completedFuture(found);
  }

  private StoreException startOver(String problem, @Nullable Throwable cause) {
    forget();
    String all = "the body broke off, and " + problem;
    return new StoreException(Kind.BAD_RESPONSE, transport, key, all, cause);
  }

  private long start() {
    return options.range() instanceof ByteRange.Span span
        ? span.offset()
        : options.range() instanceof ByteRange.From from ? from.offset() : 0;
  }
}
