package dev.zarrasync.s3;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.http.internal.Head;
import dev.zarrasync.http.internal.Header;
import dev.zarrasync.http.internal.HttpClient;
import dev.zarrasync.http.internal.HttpClient.Call;
import dev.zarrasync.http.internal.HttpClient.Receiver;
import dev.zarrasync.http.internal.HttpRequest;
import dev.zarrasync.http.internal.NoAnswer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;
import software.amazon.awssdk.utils.BinaryUtils;
import software.amazon.awssdk.utils.async.SimplePublisher;

/**
 * Our HTTP client, as the SDK's S3 client wants to use it.
 *
 * @param client sends the requests, and is not closed
 */
record SdkHttpClient(HttpClient client) implements SdkAsyncHttpClient {

  @Override
  public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
    Answer answer = new Answer(request.responseHandler());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    SdkHttpContentPublisher parts = request.requestContentPublisher();
    (parts == null
            ? CompletableFuture.<Void>completedFuture(null)
            : SdkPublisher.adapt(parts)
                .subscribe(part -> body.writeBytes(BinaryUtils.copyBytesFrom(part))))
        .whenComplete(
            (all, failure) -> {
              if (failure != null) {
                answer.done.completeExceptionally(failure);
              } else {
                answer.send(client, request(request.request(), body.toByteArray()));
              }
            });
    return answer.done;
  }

  private static HttpRequest request(SdkHttpRequest request, byte[] body) {
    List<Header> headers = new ArrayList<>();
    request.forEachHeader((name, values) -> values.forEach(v -> headers.add(new Header(name, v))));
    boolean hasBody = body.length > 0 || request.firstMatchingHeader("Content-Length").isPresent();
    return new HttpRequest(
        request.method().name(), request.getUri(), headers, hasBody ? ByteBuffer.wrap(body) : null);
  }

  @Override
  public String clientName() {
    return "ZarrAsync";
  }

  @Override
  public void close() {}

  /** Publishes the body of one answer as fast as it is asked for. */
  private static final class Answer implements Receiver {

    final CompletableFuture<Void> done = new CompletableFuture<>();
    private final SdkAsyncHttpResponseHandler handler;
    private final SimplePublisher<ByteBuffer> body = new SimplePublisher<>();
    private volatile @Nullable Call call;
    private boolean hasHead;

    Answer(SdkAsyncHttpResponseHandler handler) {
      this.handler = handler;
    }

    void send(HttpClient client, HttpRequest request) {
      try {
        Call made = client.call(request, this);
        call = made;
        var unused =
            done.whenComplete(
                (nothing, problem) -> {
                  if (problem != null) {
                    made.abort();
                  }
                });
        if (!done.isDone()) {
          made.send();
        }
      } catch (RuntimeException e) {
        done.completeExceptionally(e);
      }
    }

    @Override
    public void sent() {}

    @Override
    public void head(Head head) {
      hasHead = true;
      SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(head.status());
      head.headers().forEach(header -> response.appendHeader(header.name(), header.value()));
      handler.onHeaders(response.build());
      handler.onStream(body);
    }

    @Override
    public void bytes(ByteBuffer part) {
      int length = part.remaining();
      var unused =
          body.send(part)
              .whenComplete(
                  (nothing, cancelled) -> {
                    if (cancelled == null) {
                      requireNonNull(call).grant(length);
                    } else {
                      done.completeExceptionally(cancelled);
                    }
                  });
    }

    @Override
    public void end(@Nullable NoAnswer failure) {
      if (failure == null) {
        var unused = body.complete().thenAccept(done::complete);
        return;
      }
      handler.onError(failure);
      if (hasHead) {
        var unused = body.error(failure);
      }
      done.completeExceptionally(failure);
    }
  }
}
