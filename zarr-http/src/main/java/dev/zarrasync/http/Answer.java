package dev.zarrasync.http;

import dev.zarrasync.fetch.BodyCheck;
import dev.zarrasync.fetch.RetryAfter;
import dev.zarrasync.fetch.StatusMeaning;
import dev.zarrasync.fetch.Workers;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import java.net.URI;
import java.time.Instant;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** The answer to one request. Its body is read once it is admitted, and not before. */
final class Answer {

  private final HttpGet get;
  private final URI uri;
  private volatile @Nullable Response head;
  private volatile @Nullable BodyReceiver body;

  /** An answer from a URL. */
  Answer(HttpGet get, URI uri) {
    this.get = get;
    this.uri = uri;
  }

  /** The head is there. */
  void begin(Response response, Content.Source source) {
    head = response;
    get.admission().progressed();
    get.store().heard(uri, response);
    if (isFound(response)) {
      receive(response, source);
    } else {
      new Drain(source).read();
    }
  }

  /** All is over, and the connection free for the next request. */
  void end(Result result) {
    Response response = head;
    BodyReceiver receiver = body;
    if (response == null) {
      if (!get.sendAgain(uri, result.getFailure())) {
        get.fail(get.store().noAnswer(get.key(), result.getFailure()));
      }
    } else if (!isFound(response)) {
      conclude(response);
    } else if (receiver != null) { // Or else the head was refused.
      end(response, receiver, result.getFailure());
    }
  }

  private static boolean isFound(Response response) {
    return response.getStatus() == 200 || response.getStatus() == 206;
  }

  private void conclude(Response response) {
    int status = response.getStatus();
    switch (status) {
      case 301, 302, 303, 307, 308 ->
          get.redirected(uri, response.getHeaders().get(HttpHeader.LOCATION));
      case 404, 410 -> get.complete(Fetched.MISSING);
      default -> {
        StatusMeaning meaning = StatusMeaning.of(status);
        String asked = response.getHeaders().get(HttpHeader.RETRY_AFTER);
        get.fail(
            get.store()
                .problem(meaning.kind(), get.key(), meaning.problem(), null)
                .retryAfter(RetryAfter.parse(asked, Instant.now())));
      }
    }
  }

  private void receive(Response response, Content.Source source) {
    ExpectedBody expected;
    try {
      expected = new AnswerHead(get.store(), get.key(), get.options(), response).body();
    } catch (StoreException e) {
      get.fail(e);
      return;
    }
    if (expected.objectSize() != ExpectedBody.UNKNOWN) {
      get.store().requests().large().found(get.key(), expected.objectSize());
    }
    boolean isVerified = get.isVerified() && !expected.gzip();
    BodyCheck check = isVerified ? BodyDigest.announcedBy(response.getHeaders()) : BodyCheck.NONE;
    offerRest(expected, response.getHeaders());
    BodyReceiver receiver =
        new BodyReceiver(get.store(), get.key(), expected, source, check, get.admission());
    body = receiver;
    get.admit(expected.room())
        .whenComplete(
            (nothing, refusal) -> {
              if (refusal != null) {
                get.fail(refusal);
              } else if (!get.isDone()) {
                receiver.receive();
              }
            });
  }

  private void offerRest(ExpectedBody expected, HttpFields head) {
    String etag = head.get(HttpHeader.ETAG);
    if (etag != null && !etag.startsWith("W/") && expected.isAllWanted()) {
      get.admission().resumable(etag);
    }
  }

  private void end(Response response, BodyReceiver receiver, @Nullable Throwable failure) {
    if (failure != null) {
      receiver.brokenOff(failure);
    }
    receiver
        .result()
        .whenComplete(
            (bytes, problem) -> {
              if (problem == null) {
                finish(receiver.expected(), bytes, response.getHeaders());
              } else if (!receiver.isBrokenOff() || !get.sendAgain(uri, failure)) {
                get.fail(problem);
              }
            });
  }

  private void finish(ExpectedBody expected, byte[] bytes, HttpFields head) {
    String etag = head.get(HttpHeader.ETAG);
    if (!expected.gzip()) {
      found(bytes, expected.objectSize(), etag);
      return;
    }
    Workers.call(() -> new GzipBody(get.store(), get.key()).decode(bytes))
        .whenComplete(
            (decoded, failure) -> {
              if (failure != null) {
                get.fail(failure);
              } else {
                found(decoded, decoded.length, etag);
              }
            });
  }

  private void found(byte[] bytes, long objectSize, @Nullable String etag) {
    long size = objectSize == ExpectedBody.UNKNOWN ? bytes.length : objectSize;
    get.complete(new Fetched.Found(bytes, size, etag));
  }
}
