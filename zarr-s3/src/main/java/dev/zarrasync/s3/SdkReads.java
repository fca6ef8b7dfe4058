package dev.zarrasync.s3;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Reads by a client of the SDK.
 *
 * @param client the client, which starts with the first request
 * @param requests makes the requests
 */
record SdkReads(Supplier<S3AsyncClient> client, S3Requests requests) implements S3Reads {

  @Override
  public CompletableFuture<Fetched> get(
      AsyncStore store, String key, GetOptions options, Admission admission) {
    CompletableFuture<Fetched> body = new CompletableFuture<>();
    ObjectReceiver receiver = new ObjectReceiver(store, key, options.range(), admission, body);
    if (requests.asksForChecksum(options)) {
      receiver.verify();
    }
    CompletableFuture<?> request =
        client.get().getObject(requests.get(key, options), new Answer(receiver));
    // When the body is refused, so is the rest of the answer.
    Operation.cancelOnFailure(body, request);
    var unused =
        request.whenComplete(
            (done, error) -> {
              if (error != null) {
                body.completeExceptionally(error);
              }
            });
    return body;
  }

  @Override
  public CompletableFuture<ListPage> list(AsyncStore store, ListRequest request) {
    CompletableFuture<ListObjectsV2Response> answer =
        client.get().listObjectsV2(requests.list(request));
    CompletableFuture<ListPage> page = answer.thenApply(found -> page(store, request, found));
    Operation.cancelOnFailure(page, answer);
    return page;
  }

  private static ListPage page(
      AsyncStore store, ListRequest request, ListObjectsV2Response answer) {
    try {
      return page(request, answer);
    } catch (IllegalArgumentException e) {
      String problem = "the answer is not a listing of S3: " + e.getMessage();
      throw new CompletionException(
          new StoreException(Kind.BAD_RESPONSE, store, request.prefix(), problem, e));
    }
  }

  private static ListPage page(ListRequest request, ListObjectsV2Response answer) {
    return ListPage.of(
        request,
        answer.contents().stream().map(o -> new ListedObject(o.key(), o.size(), o.eTag())).toList(),
        answer.commonPrefixes().stream().map(CommonPrefix::prefix).toList(),
        answer.nextContinuationToken());
  }

  /** Hands the SDK's answer on. */
  private static final class Answer
      implements AsyncResponseTransformer<GetObjectResponse, Fetched> {

    private final ObjectReceiver receiver;
    private CompletableFuture<Fetched> transformed;

    Answer(ObjectReceiver receiver) {
      this.receiver = receiver;
      this.transformed = receiver.result().copy();
    }

    @Override
    public CompletableFuture<Fetched> prepare() {
      transformed = receiver.result().copy();
      return transformed;
    }

    @Override
    public void onResponse(GetObjectResponse response) {
      receiver.onHeaders(response.sdkHttpResponse());
    }

    @Override
    public void onStream(SdkPublisher<ByteBuffer> publisher) {
      receiver.onStream(publisher);
    }

    @Override
    public void exceptionOccurred(Throwable error) {
      receiver.failIfAnnounced(error);
      transformed.completeExceptionally(error);
    }
  }
}
