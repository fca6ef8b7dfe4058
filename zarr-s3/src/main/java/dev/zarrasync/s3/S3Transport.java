package dev.zarrasync.s3;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.Transport;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Turns each operation into a request of the SDK's client, or into few. */
final class S3Transport implements Transport {

  private final S3Clients clients;
  private final S3Requests requests;
  private final String root;
  private final LargeObjects large;
  private final boolean missingOnAccessDenied;
  private final Set<Operation<?>> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Sends requests for one bucket.
   *
   * @param clients closed with this transport
   * @param requests makes the requests
   * @param root the URL of the bucket with a slash at its end
   * @param large knows which objects to read and write in parts
   * @param missingOnAccessDenied whether a get that is denied finds the key missing
   */
  S3Transport(
      S3Clients clients,
      S3Requests requests,
      String root,
      LargeObjects large,
      boolean missingOnAccessDenied) {
    this.clients = clients;
    this.requests = requests;
    this.root = root;
    this.large = large;
    this.missingOnAccessDenied = missingOnAccessDenied;
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options, Admission admission) {
    Operation<Fetched> operation = onKey(key);
    Get get = new Get(key, options, admission, operation);
    return operation.finish(get.start().exceptionally(this::ifMissing));
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value) {
    return put(key, value, Condition.NONE);
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    Operation<Void> operation = onKey(key);
    AsyncRequestBody body = AsyncRequestBody.fromBytesUnsafe(value);
    // The server checks a condition when it gets the whole in one request.
    boolean inParts =
        condition instanceof Condition.None && large.isLarge(value.length) && clients.canSplit();
    return operation.finish(
        operation
            .send(
                () ->
                    (inParts ? clients.inParts() : clients.whole())
                        .putObject(requests.put(key, condition), body))
            .thenAccept(answer -> large.found(key, value.length)));
  }

  @Override
  public CompletableFuture<Void> delete(String key) {
    Operation<Void> operation = onKey(key);
    return operation.finish(
        operation
            .send(() -> clients.whole().deleteObject(requests.delete(key)))
            .thenApply(answer -> null));
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    if (keys.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    Operation<Void> operation = new Operation<>(keys.iterator().next(), firstInvalid(keys));
    return operation.finish(new Deletes(operation).all(keys));
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    Operation<ListPage> operation = new Operation<>(request.prefix(), null);
    return operation.finish(
        operation
            .send(() -> clients.whole().listObjectsV2(requests.list(request)))
            .thenApply(answer -> page(request, answer)));
  }

  @Override
  public String url(String key) {
    return root + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      underWay.forEach(Operation::failClosed);
      clients.close();
    }
  }

  @Override
  public String toString() {
    return "s3://" + requests.bucket();
  }

  private <R> Operation<R> onKey(String key) {
    return new Operation<>(key, StoreException.ifInvalid(this, key));
  }

  private @Nullable StoreException firstInvalid(Collection<String> keys) {
    return keys.stream()
        .map(key -> StoreException.ifInvalid(this, key))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private Fetched ifMissing(Throwable error) {
    if (S3Errors.isMissing(error) || (missingOnAccessDenied && S3Errors.isAccessDenied(error))) {
      return Fetched.MISSING;
    }
    throw new CompletionException(error);
  }

  private static ListPage page(ListRequest request, ListObjectsV2Response answer) {
    return new ListPage(
        answer.contents().stream()
            .filter(o -> Keys.problem(o.key()) == null)
            .map(o -> new ListedObject(o.key(), o.size(), o.eTag()))
            .toList(),
        answer.commonPrefixes().stream()
            .map(CommonPrefix::prefix)
            .filter(p -> Keys.problem(p.substring(0, p.length() - 1)) == null)
            .toList(),
        answer.nextContinuationToken() == null
            ? null
            : request.token(answer.nextContinuationToken()));
  }

  /** Reads an object in one request, or in parts when it is large. */
  private final class Get {

    private final String key;
    private final GetOptions options;
    private final Admission admission;
    private final Operation<Fetched> operation;

    Get(String key, GetOptions options, Admission admission, Operation<Fetched> operation) {
      this.key = key;
      this.options = options;
      this.admission = admission;
      this.operation = operation;
    }

    CompletableFuture<Fetched> start() {
      long expected = large.expectedLength(key, options);
      return expected != LargeObjects.NOT_LARGE && clients.canSplit() ? inParts(expected) : whole();
    }

    private CompletableFuture<Fetched> whole() {
      boolean canSplit =
          options.range() instanceof ByteRange.All || options.range() instanceof ByteRange.Span;
      return receive(
              clients::whole,
              length ->
                  canSplit && large.isLarge(length) && clients.canSplit()
                      ? abandon(length)
                      : admit(length))
          .exceptionallyCompose(
              error ->
                  S3Errors.unwrap(error) instanceof IsLarge found
                      ? inParts(found.length)
                      : CompletableFuture.failedFuture(error));
    }

    private CompletableFuture<Void> abandon(long length) {
      if (options.range() instanceof ByteRange.All) {
        large.found(key, length);
      }
      return CompletableFuture.failedFuture(new IsLarge(length));
    }

    /** Admits the body before it is asked for, because its parts arrive all at once. */
    private CompletableFuture<Fetched> inParts(long admitted) {
      Admission upTo =
          length ->
              length <= admitted
                  ? CompletableFuture.completedFuture(null)
                  : CompletableFuture.failedFuture(exceeds(admitted, length));
      return admit(admitted)
          .thenCompose(done -> receive(clients::inParts, upTo))
          .exceptionallyCompose(
              error ->
                  S3Errors.hasNoParts(error)
                      ? receive(clients::whole, upTo)
                      : CompletableFuture.failedFuture(error));
    }

    /** A refusal is the result as it is. */
    private CompletableFuture<Void> admit(long bytes) {
      CompletableFuture<Void> admitted = admission.admit(bytes);
      admitted.whenComplete(
          (nothing, refusal) -> {
            if (refusal != null) {
              operation.result.completeExceptionally(refusal);
            }
          });
      return admitted;
    }

    /** To ask for more room while holding some could hang: the next attempt asks for enough. */
    private StoreException exceeds(long expected, long length) {
      large.exceeded(key, length);
      return new StoreException(
          StoreException.Kind.BAD_RESPONSE,
          S3Transport.this,
          key,
          "the object has %d bytes, and %d were expected: read it again"
              .formatted(length, expected),
          null);
    }

    private CompletableFuture<Fetched> receive(
        Supplier<S3AsyncClient> client, Admission admission) {
      CompletableFuture<Fetched> body = operation.abortable();
      ObjectReceiver receiver =
          new ObjectReceiver(S3Transport.this, key, options.range(), admission, body);
      CompletableFuture<Fetched> answer =
          operation.send(() -> client.get().getObject(requests.get(key, options), receiver));
      // When the body is refused, so is the rest of the answer.
      body.whenComplete((value, error) -> cancelIf(error, answer));
      answer.whenComplete((value, error) -> complete(body, value, error));
      return body.thenApply(this::learn);
    }

    private Fetched learn(Fetched fetched) {
      if (fetched instanceof Fetched.Found found) {
        large.found(key, found.objectSize());
      }
      return fetched;
    }
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

  /** Deletes many objects, a request after the other. */
  private final class Deletes {

    private static final int MOST_KEYS = 1_000;

    private final Operation<Void> operation;

    Deletes(Operation<Void> operation) {
      this.operation = operation;
    }

    /** Tries all, and fails with the first error. */
    CompletableFuture<Void> all(Collection<String> keys) {
      List<Supplier<CompletableFuture<Void>>> requests = new ArrayList<>();
      List<String> batch = new ArrayList<>();
      for (String key : new LinkedHashSet<>(keys)) {
        if (!isXml(key)) {
          requests.add(() -> one(key));
          continue;
        }
        batch.add(key);
        if (batch.size() == MOST_KEYS) {
          requests.add(batch(batch));
          batch = new ArrayList<>();
        }
      }
      if (!batch.isEmpty()) {
        requests.add(batch(batch));
      }
      CompletableFuture<Optional<Throwable>> failure =
          CompletableFuture.completedFuture(Optional.empty());
      for (Supplier<CompletableFuture<Void>> request : requests) {
        failure =
            failure.thenCompose(
                first ->
                    request
                        .get()
                        .handle((done, error) -> first.or(() -> Optional.ofNullable(error))));
      }
      return failure.thenCompose(
          first ->
              first.isEmpty()
                  ? CompletableFuture.completedFuture(null)
                  : CompletableFuture.failedFuture(first.get()));
    }

    private CompletableFuture<Void> one(String key) {
      return translated(
          key, operation.send(() -> clients.whole().deleteObject(requests.delete(key))));
    }

    private Supplier<CompletableFuture<Void>> batch(List<String> keys) {
      return () ->
          translated(
              keys.get(0),
              operation
                  .send(() -> clients.whole().deleteObjects(requests.delete(keys)))
                  .thenCompose(this::failedIfAnyIsLeft));
    }

    private CompletableFuture<Void> failedIfAnyIsLeft(DeleteObjectsResponse answer) {
      return answer.errors().isEmpty()
          ? CompletableFuture.completedFuture(null)
          : CompletableFuture.failedFuture(
              S3Errors.notDeleted(S3Transport.this, answer.errors().get(0)));
    }

    private CompletableFuture<Void> translated(String key, CompletableFuture<?> request) {
      return request
          .<Void>thenApply(answer -> null)
          .exceptionallyCompose(
              error ->
                  CompletableFuture.failedFuture(S3Errors.translate(S3Transport.this, key, error)));
    }

    /** Says whether XML can hold a key (XML 1.0, section 2.2), and gives it back as it is. */
    private static boolean isXml(String key) {
      return key.codePoints()
          .allMatch(c -> c == '\t' || c == '\n' || (c >= ' ' && c != 0xFFFE && c != 0xFFFF));
    }
  }

  private static <T> void complete(CompletableFuture<T> future, T value, @Nullable Throwable e) {
    if (e == null) {
      future.complete(value);
    } else {
      future.completeExceptionally(e);
    }
  }

  private static void cancelIf(@Nullable Throwable error, CompletableFuture<?> request) {
    if (error != null) {
      request.cancel(true);
    }
  }

  /** One request, or few, and their result. */
  private final class Operation<R> {

    final CompletableFuture<R> result = new CompletableFuture<>();
    private final String key;
    private final @Nullable StoreException refusal;

    Operation(String key, @Nullable StoreException refusal) {
      this.key = key;
      this.refusal = refusal;
    }

    /**
     * Sends the request, which is aborted when the result is cancelled or fails.
     *
     * @return the SDK's own future: cancelling one derived from it would abort nothing
     */
    <A> CompletableFuture<A> send(Supplier<CompletableFuture<A>> request) {
      if (refusal != null) {
        return CompletableFuture.failedFuture(refusal);
      }
      if (result.isDone()) {
        return CompletableFuture.failedFuture(new CancellationException());
      }
      // Before the look at closed, so that close() misses no operation.
      underWay.add(this);
      if (closed.get()) {
        return CompletableFuture.failedFuture(closedProblem());
      }
      CompletableFuture<A> answer = call(request);
      result.whenComplete((value, error) -> cancelIf(error, answer));
      return answer;
    }

    /** Makes a future that fails when the result is cancelled or fails. */
    <A> CompletableFuture<A> abortable() {
      CompletableFuture<A> future = new CompletableFuture<>();
      result.whenComplete((value, error) -> cancelIf(error, future));
      return future;
    }

    private static <A> CompletableFuture<A> call(Supplier<CompletableFuture<A>> request) {
      try {
        return request.get();
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    /** Completes the result with the outcome, unless it is complete already. */
    CompletableFuture<R> finish(CompletableFuture<R> outcome) {
      var unused =
          outcome.whenComplete(
              (value, error) -> {
                underWay.remove(this);
                if (error == null) {
                  result.complete(value);
                } else if (!result.isDone()) {
                  result.completeExceptionally(S3Errors.translate(S3Transport.this, key, error));
                }
              });
      return result;
    }

    void failClosed() {
      result.completeExceptionally(closedProblem());
    }

    private StoreException closedProblem() {
      return new StoreException(
          StoreException.Kind.CLOSED, S3Transport.this, key, "the store is closed", null);
    }
  }
}
