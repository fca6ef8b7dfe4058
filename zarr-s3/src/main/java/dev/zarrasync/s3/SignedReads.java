package dev.zarrasync.s3;

import dev.zarrasync.fetch.ListObjectsV2;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;

/**
 * Reads by requests of our own over the SDK's HTTP client. Through the SDK's S3 client a get of a
 * small object costs three times the processor time.
 */
final class SignedReads implements S3Reads {

  /** More than 1,000 keys of 1,024 bytes take, each byte written as three. */
  private static final int MOST_LISTING_BYTES = 8 << 20;

  private final Supplier<SdkAsyncHttpClient> http;
  private final SignedRequests requests;

  /**
   * Sends no request yet.
   *
   * @param http the client, which starts with the first request
   * @param requests makes the requests
   */
  SignedReads(Supplier<SdkAsyncHttpClient> http, SignedRequests requests) {
    this.http = http;
    this.requests = requests;
  }

  @Override
  public CompletableFuture<?> get(String key, GetOptions options, ObjectReceiver receiver) {
    if (requests.asksForChecksum(options)) {
      receiver.verify();
    }
    return send(requests.get(key, options), receiver);
  }

  @Override
  public CompletableFuture<ListPage> list(AsyncStore store, ListRequest request) {
    BodyCollector body = new BodyCollector(MOST_LISTING_BYTES);
    CompletableFuture<?> sent = send(requests.list(request), new Listing(body));
    CompletableFuture<ListPage> page =
        body.result().thenCompose(document -> page(store, request, document));
    Operation.cancelOnFailure(page, sent);
    return page;
  }

  private CompletableFuture<Void> send(SdkHttpRequest request, SdkAsyncHttpResponseHandler answer) {
    return http.get()
        .execute(
            AsyncExecuteRequest.builder()
                .request(request)
                .requestContentPublisher(NoContent.INSTANCE)
                .responseHandler(new AnswerOrError(answer))
                .build());
  }

  private static CompletableFuture<ListPage> page(
      AsyncStore store, ListRequest request, byte[] document) {
    try {
      return CompletableFuture.completedFuture(ListObjectsV2.page(store, request, document));
    } catch (StoreException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private record Listing(BodyCollector body) implements SdkAsyncHttpResponseHandler {

    @Override
    public void onHeaders(SdkHttpResponse head) {}

    @Override
    public void onStream(Publisher<ByteBuffer> publisher) {
      publisher.subscribe(body);
    }

    @Override
    public void onError(Throwable error) {
      body.onError(error);
    }
  }
}
