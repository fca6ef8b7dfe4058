package dev.zarrasync.s3;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.http.internal.Head;
import dev.zarrasync.http.internal.Header;
import dev.zarrasync.http.internal.HttpClient;
import dev.zarrasync.http.internal.HttpRequest;
import dev.zarrasync.http.internal.NoAnswer;
import dev.zarrasync.http.internal.NoAnswer.Scope;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Error;

/**
 * Sends by a client of the SDK.
 *
 * @param client the client, which starts with the first request
 * @param requests makes the requests
 */
record SdkSender(Supplier<S3AsyncClient> client, S3Requests requests) implements S3Sender {

  /** What an exchange asks for is in the SDK's own request. */
  private static final URI ANYWHERE = URI.create("s3://bucket");

  @Override
  public CompletableFuture<Fetched> get(
      S3Errors errors, String key, GetOptions options, Admission admission) {
    Gets gets = new Gets(client.get(), requests.get(key, options));
    HttpRequest request = new HttpRequest("GET", ANYWHERE, List.of());
    boolean verifies = requests.asksForChecksum(options);
    return new S3Exchange.Get(gets, errors, key, options, admission, () -> request, verifies)
        .start(ANYWHERE);
  }

  @Override
  public CompletableFuture<ListPage> list(AsyncStore store, ListRequest request) {
    return S3Sender.map(
        client.get().listObjectsV2(requests.list(request)), found -> page(store, request, found));
  }

  private static ListPage page(
      AsyncStore store, ListRequest request, ListObjectsV2Response answer) {
    try {
      return ListPage.of(
          request,
          answer.contents().stream()
              .map(o -> new ListedObject(o.key(), o.size(), o.eTag()))
              .toList(),
          answer.commonPrefixes().stream().map(CommonPrefix::prefix).toList(),
          answer.nextContinuationToken());
    } catch (IllegalArgumentException e) {
      String problem = "the answer is not a listing of S3: " + e.getMessage();
      throw new CompletionException(
          new StoreException(Kind.BAD_RESPONSE, store, request.prefix(), problem, e));
    }
  }

  @Override
  public CompletableFuture<Void> put(
      AsyncStore store, String key, byte[] value, Condition condition) {
    AsyncRequestBody body = AsyncRequestBody.fromBytesUnsafe(value);
    return S3Sender.map(
        client.get().putObject(requests.put(key, value, condition), body), answer -> null);
  }

  @Override
  public CompletableFuture<Void> delete(AsyncStore store, String key) {
    return S3Sender.map(client.get().deleteObject(requests.delete(key)), answer -> null);
  }

  @Override
  public CompletableFuture<List<S3Error>> delete(AsyncStore store, Collection<String> keys) {
    return S3Sender.map(
        client.get().deleteObjects(requests.delete(keys)), DeleteObjectsResponse::errors);
  }

  /** Sends one request of the SDK for whatever an exchange asks for. */
  private record Gets(S3AsyncClient client, GetObjectRequest request) implements HttpClient {

    @Override
    public Call call(HttpRequest ignored, Receiver receiver) {
      return new Answer(client, request, receiver);
    }

    @Override
    public void close() {}
  }

  /** Hands the SDK's answer on, a part at a time. */
  private static final class Answer
      implements HttpClient.Call,
          AsyncResponseTransformer<GetObjectResponse, Void>,
          Subscriber<ByteBuffer> {

    private final S3AsyncClient client;
    private final GetObjectRequest request;
    private final HttpClient.Receiver receiver;
    private final AtomicBoolean isOver = new AtomicBoolean();
    private volatile CompletableFuture<Void> transformed = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<?> sent;
    private volatile boolean isAborted;
    private volatile boolean hasHead;

    // Guarded by this.
    private @Nullable Subscription parts;
    private long room = HttpClient.WINDOW;
    private boolean isWaiting;

    Answer(S3AsyncClient client, GetObjectRequest request, HttpClient.Receiver receiver) {
      this.client = client;
      this.request = request;
      this.receiver = receiver;
    }

    @Override
    public void send() {
      CompletableFuture<?> answer = client.getObject(request, this);
      sent = answer;
      if (isAborted) {
        answer.cancel(true);
      }
      var unused =
          answer.whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  fail(failure);
                }
              });
    }

    @Override
    public void abort() {
      isAborted = true;
      CompletableFuture<?> answer = sent;
      if (answer != null) {
        answer.cancel(true);
      }
    }

    @Override
    public boolean isHttp2() {
      return false;
    }

    @Override
    public CompletableFuture<Void> prepare() {
      transformed = new CompletableFuture<>();
      return transformed;
    }

    @Override
    public void onResponse(GetObjectResponse response) {
      hasHead = true;
      List<Header> headers = new ArrayList<>();
      response
          .sdkHttpResponse()
          .forEachHeader((name, values) -> values.forEach(v -> headers.add(new Header(name, v))));
      receiver.head(new Head(response.sdkHttpResponse().statusCode(), false, headers));
    }

    @Override
    public void onStream(SdkPublisher<ByteBuffer> publisher) {
      publisher.subscribe(this);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      synchronized (this) {
        parts = subscription;
      }
      subscription.request(1);
    }

    @Override
    public void onNext(ByteBuffer part) {
      synchronized (this) {
        room -= part.remaining();
      }
      receiver.bytes(part);
      synchronized (this) {
        isWaiting = true;
      }
      grant(0);
    }

    @Override
    public void grant(long bytes) {
      Subscription next;
      synchronized (this) {
        room += bytes;
        next = isWaiting && room > 0 ? parts : null;
        isWaiting &= next == null;
      }
      if (next != null) {
        next.request(1);
      }
    }

    @Override
    public void onComplete() {
      end(null);
      transformed.complete(null);
    }

    @Override
    public void onError(Throwable failure) {
      exceptionOccurred(failure);
    }

    /** The client may send the request again, but not once the head of an answer is there. */
    @Override
    public void exceptionOccurred(Throwable failure) {
      if (hasHead) {
        fail(failure);
      }
      transformed.completeExceptionally(failure);
    }

    private void fail(Throwable failure) {
      Throwable cause = StoreException.unwrap(failure);
      end(new NoAnswer(Kind.OTHER, Scope.REQUEST, cause.toString(), cause));
    }

    private void end(@Nullable NoAnswer failure) {
      if (isOver.compareAndSet(false, true)) {
        receiver.end(failure);
      }
    }
  }
}
