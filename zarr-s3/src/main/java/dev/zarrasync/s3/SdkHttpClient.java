package dev.zarrasync.s3;

import dev.zarrasync.http.internal.Head;
import dev.zarrasync.http.internal.Header;
import dev.zarrasync.http.internal.HttpClient;
import dev.zarrasync.http.internal.HttpClient.Call;
import dev.zarrasync.http.internal.HttpClient.Receiver;
import dev.zarrasync.http.internal.HttpRequest;
import dev.zarrasync.http.internal.NoAnswer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;

/**
 * Our HTTP client, as the SDK's S3 client wants to use it.
 *
 * @param client sends the requests, and is not closed
 */
record SdkHttpClient(HttpClient client) implements SdkAsyncHttpClient {

  @Override
  public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
    Answer answer = new Answer(request.responseHandler());
    new Content(request.requestContentPublisher())
        .all()
        .whenComplete(
            (body, failure) -> {
              if (failure != null) {
                answer.done.completeExceptionally(failure);
              } else {
                answer.send(client, request(request.request(), body));
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

  /** Collects what is sent. */
  private static final class Content implements Subscriber<ByteBuffer> {

    private final @Nullable SdkHttpContentPublisher parts;
    private final java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();

    Content(@Nullable SdkHttpContentPublisher parts) {
      this.parts = parts;
    }

    CompletableFuture<byte[]> all() {
      if (parts == null) {
        result.complete(new byte[0]);
      } else {
        parts.subscribe(this);
      }
      return result;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer part) {
      byte[] next = new byte[part.remaining()];
      part.get(next);
      bytes.writeBytes(next);
    }

    @Override
    public void onError(Throwable failure) {
      result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      result.complete(bytes.toByteArray());
    }
  }

  /** Publishes the body of one answer as fast as it is asked for. */
  private static final class Answer implements Receiver, Publisher<ByteBuffer>, Subscription {

    final CompletableFuture<Void> done = new CompletableFuture<>();
    private final SdkAsyncHttpResponseHandler handler;
    private volatile @Nullable Call call;
    private boolean hasHead;

    // Guarded by this.
    private final Queue<ByteBuffer> parts = new ArrayDeque<>();
    private @Nullable Subscriber<? super ByteBuffer> subscriber;
    private long wanted;
    private boolean isOver;
    private @Nullable NoAnswer failure;
    private boolean publishing;
    private boolean isTold;

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
      handler.onStream(this);
    }

    @Override
    public void bytes(ByteBuffer part) {
      synchronized (this) {
        parts.add(part);
      }
      publish();
    }

    @Override
    public void end(@Nullable NoAnswer problem) {
      if (!hasHead) {
        NoAnswer known = java.util.Objects.requireNonNull(problem);
        handler.onError(known);
        done.completeExceptionally(known);
        return;
      }
      synchronized (this) {
        isOver = true;
        failure = problem;
      }
      if (problem != null) {
        handler.onError(problem);
      }
      publish();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> newSubscriber) {
      newSubscriber.onSubscribe(this);
      synchronized (this) {
        subscriber = newSubscriber;
      }
      publish();
    }

    @Override
    public void request(long count) {
      synchronized (this) {
        wanted = wanted + count < 0 ? Long.MAX_VALUE : wanted + count;
      }
      publish();
    }

    @Override
    public void cancel() {
      Call made = call;
      if (made != null) {
        made.abort();
      }
    }

    /** One thread publishes at a time, also where the subscriber asks for more while it is told. */
    private void publish() {
      while (true) {
        ByteBuffer next;
        Subscriber<? super ByteBuffer> to;
        synchronized (this) {
          to = subscriber;
          if (publishing || to == null || isTold) {
            return;
          }
          next = wanted > 0 ? parts.poll() : null;
          if (next == null && !(parts.isEmpty() && isOver)) {
            return;
          }
          wanted -= next == null ? 0 : 1;
          isTold = next == null;
          publishing = true;
        }
        tell(to, next);
        synchronized (this) {
          publishing = false;
        }
      }
    }

    private void tell(Subscriber<? super ByteBuffer> to, @Nullable ByteBuffer next) {
      Call made = call;
      if (next != null) {
        int length = next.remaining();
        to.onNext(next);
        if (made != null) {
          made.grant(length);
        }
      } else if (failure != null) {
        to.onError(failure);
        done.completeExceptionally(failure);
      } else {
        to.onComplete();
        done.complete(null);
      }
    }
  }
}
