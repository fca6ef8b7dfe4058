package dev.zarrasync.s3;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.internal.LargeObjects;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/** Reads an object in one request, or in parts when it is large. */
final class ObjectGet {

  private final S3Bucket bucket;
  private final Operation<Fetched> operation;
  private final String key;
  private final GetOptions options;
  private final Admission admission;

  ObjectGet(
      S3Bucket bucket, Operation<Fetched> operation, GetOptions options, Admission admission) {
    this.bucket = bucket;
    this.operation = operation;
    this.key = operation.key();
    this.options = options;
    this.admission = admission;
  }

  CompletableFuture<Fetched> start() {
    long expected = bucket.large().expectedLength(key, options);
    return expected != LargeObjects.NOT_LARGE && canSplit() ? inParts(expected) : whole();
  }

  private CompletableFuture<Fetched> whole() {
    if (bucket.clients().sendAtOnce()) {
      admission.progressed();
    }
    return receive(
            bucket.clients().whole(),
            length ->
                bucket.large().isLarge(length) && canSplit() ? abandon(length) : admit(length))
        .exceptionallyCompose(
            error ->
                StoreException.unwrap(error) instanceof IsLarge found
                    ? inParts(found.length)
                    : CompletableFuture.failedFuture(error));
  }

  /** What is passed on comes as fast as it is taken, and parts come all at once. */
  private boolean canSplit() {
    return (options.range() instanceof ByteRange.All || options.range() instanceof ByteRange.Span)
        && options.sink() == null
        && bucket.clients().canSplit();
  }

  private CompletableFuture<Void> abandon(long length) {
    if (options.range() instanceof ByteRange.All) {
      bucket.large().found(key, length);
    }
    return CompletableFuture.failedFuture(new IsLarge(length));
  }

  /** Admits the body before it is asked for, because its parts arrive all at once. */
  private CompletableFuture<Fetched> inParts(long admitted) {
    LongFunction<CompletableFuture<Void>> upTo =
        length ->
            length <= admitted
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(exceeds(admitted, length));
    return admit(admitted)
        .thenCompose(done -> receive(bucket.clients().inParts(), upTo))
        .exceptionallyCompose(
            error ->
                S3Errors.hasNoParts(error)
                    ? receive(bucket.clients().whole(), upTo)
                    : CompletableFuture.failedFuture(error));
  }

  /** A refusal is the result as it is. */
  private CompletableFuture<Void> admit(long bytes) {
    return admission
        .admit(bytes)
        .whenComplete(
            (nothing, refusal) -> {
              if (refusal != null) {
                operation.fail(refusal);
              }
            });
  }

  /** To ask for more room while holding some could hang: the next attempt asks for enough. */
  private StoreException exceeds(long expected, long length) {
    bucket.large().exceeded(key, length);
    return new StoreException(
        StoreException.Kind.BAD_RESPONSE,
        bucket.store(),
        key,
        "the object has %d bytes, and %d were expected: read it again".formatted(length, expected),
        null);
  }

  private CompletableFuture<Fetched> receive(
      S3Sender sender, LongFunction<CompletableFuture<Void>> admit) {
    return operation
        .send(() -> sender.get(bucket.store(), key, options, admission, admit))
        .thenApply(this::learn);
  }

  private Fetched learn(Fetched fetched) {
    if (fetched instanceof Fetched.Found found) {
      bucket.large().found(key, found.objectSize());
    }
    return fetched;
  }

  /** Ends the request of a whole object that is better read in parts. */
  private static final class IsLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final long length;

    IsLarge(long length) {
      super(null, null, false, false);
      this.length = length;
    }
  }
}
