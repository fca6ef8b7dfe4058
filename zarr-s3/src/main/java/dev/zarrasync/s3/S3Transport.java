package dev.zarrasync.s3;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.Transport;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Condition.Absent;
import dev.zarrasync.store.Condition.Changed;
import dev.zarrasync.store.Condition.Unchanged;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Turns each operation into one request of the SDK's client. */
final class S3Transport implements Transport {

  private final S3AsyncClient client;
  private final String bucket;
  private final String root;
  private final boolean missingOnAccessDenied;
  private final Set<Operation<?>> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Sends requests for one bucket.
   *
   * @param client closed with this transport
   * @param bucket the bucket
   * @param missingOnAccessDenied whether a get that is denied finds the key missing
   * @throws SdkException if the client has no URL for the bucket
   */
  S3Transport(S3AsyncClient client, String bucket, boolean missingOnAccessDenied) {
    this.client = client;
    this.bucket = bucket;
    this.root = root(client, bucket);
    this.missingOnAccessDenied = missingOnAccessDenied;
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options, Admission admission) {
    Operation<Fetched> operation = onKey(key);
    ObjectReceiver receiver =
        new ObjectReceiver(this, key, options.range(), admission, operation.result);
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .range(header(options.range()))
            .ifMatch(options.condition() instanceof Unchanged unchanged ? unchanged.etag() : null)
            .ifNoneMatch(options.condition() instanceof Changed changed ? changed.etag() : null)
            .build();
    return operation.finish(
        operation.send(() -> client.getObject(request, receiver)).exceptionally(this::ifMissing));
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value) {
    return put(key, value, Condition.NONE);
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    Operation<Void> operation = onKey(key);
    AsyncRequestBody body = AsyncRequestBody.fromBytesUnsafe(value);
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .ifMatch(condition instanceof Unchanged unchanged ? unchanged.etag() : null)
            .ifNoneMatch(condition instanceof Absent ? "*" : null)
            .build();
    return operation.finish(
        operation.send(() -> client.putObject(request, body)).thenApply(answer -> null));
  }

  @Override
  public CompletableFuture<Void> delete(String key) {
    Operation<Void> operation = onKey(key);
    return operation.finish(
        operation
            .send(() -> client.deleteObject(d -> d.bucket(bucket).key(key)))
            .thenApply(answer -> null));
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    Operation<ListPage> operation = new Operation<>(request.prefix(), null);
    return operation.finish(
        operation
            .send(() -> client.listObjectsV2(toSdk(request)))
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
      client.close();
    }
  }

  @Override
  public String toString() {
    return "s3://" + bucket;
  }

  /** The URL of the bucket with a slash at its end, and without user info or a query. */
  private static String root(S3AsyncClient client, String bucket) {
    URI uri = URI.create(client.utilities().getUrl(u -> u.bucket(bucket).key("k")).toString());
    String path = uri.getRawPath();
    return uri.getScheme()
        + "://"
        + uri.getHost()
        + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
        + path.substring(0, path.length() - 1);
  }

  private <R> Operation<R> onKey(String key) {
    return new Operation<>(key, StoreException.ifInvalid(this, key));
  }

  private Fetched ifMissing(Throwable error) {
    if (S3Errors.isMissing(error) || (missingOnAccessDenied && S3Errors.isAccessDenied(error))) {
      return Fetched.MISSING;
    }
    throw new CompletionException(error);
  }

  private static @Nullable String header(ByteRange range) {
    if (range instanceof ByteRange.Span span) {
      return "bytes=" + span.offset() + "-" + (span.offset() + span.length() - 1);
    }
    if (range instanceof ByteRange.From from) {
      return "bytes=" + from.offset() + "-";
    }
    if (range instanceof ByteRange.Suffix suffix) {
      return "bytes=-" + suffix.length();
    }
    return null;
  }

  private ListObjectsV2Request toSdk(ListRequest request) {
    return ListObjectsV2Request.builder()
        .bucket(bucket)
        .prefix(request.prefix().isEmpty() ? null : request.prefix())
        .delimiter(request.grouped() ? "/" : null)
        .startAfter(request.startAfter().isEmpty() ? null : request.startAfter())
        .maxKeys(request.pageSize())
        .continuationToken(request.token())
        // XML cannot hold every character that a key can.
        .encodingType(EncodingType.URL)
        .build();
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

  /** One request and its result. */
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
      // Before the look at closed, so that close() misses no operation.
      underWay.add(this);
      if (closed.get()) {
        return CompletableFuture.failedFuture(closedProblem());
      }
      CompletableFuture<A> answer = call(request);
      var unused =
          result.whenComplete(
              (value, error) -> {
                if (error != null) {
                  answer.cancel(true);
                }
              });
      return answer;
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
