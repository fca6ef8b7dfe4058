package dev.zarrasync.http;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.fetch.BodyCheck;
import dev.zarrasync.fetch.RetryAfter;
import dev.zarrasync.fetch.StatusMeaning;
import dev.zarrasync.fetch.Workers;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
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
  private volatile @Nullable Drain drain;

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
      Drain unwanted = new Drain(source);
      drain = unwanted;
      unwanted.read();
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
      conclude(response, result.getFailure());
    } else if (receiver != null) { // Or else the head was refused.
      end(response, receiver, result.getFailure());
    }
  }

  private boolean isFound(Response response) {
    return response.getStatus() == 200
        || (response.getStatus() == 206 && !isPartOfEncoded(response));
  }

  /** Of what a server encodes, a part cannot be decoded, but the whole can be asked for. */
  private boolean isPartOfEncoded(Response response) {
    return response.getStatus() == 206
        && get.askedForRange()
        && AnswerHead.isGzip(response.getHeaders());
  }

  private void conclude(Response response, @Nullable Throwable failure) {
    Drain drained = requireNonNull(drain);
    int status = response.getStatus();
    if (isPartOfEncoded(response)) {
      get.askForWhole(uri);
    } else if (!MissingKeys.mayBe(status)) {
      conclude(response, StatusMeaning.of(status));
    } else if (failure != null && !drained.isCut()) {
      brokenOff(failure);
    } else {
      StatusMeaning meaning = get.missing().problem(uri, response, drained.text());
      if (meaning == null) {
        get.complete(Fetched.MISSING);
      } else {
        conclude(response, meaning);
      }
    }
  }

  private void conclude(Response response, StatusMeaning meaning) {
    HttpFields head = response.getHeaders();
    if (meaning.kind() == Kind.REDIRECTED) {
      get.redirected(uri, head.get(HttpHeader.LOCATION));
      return;
    }
    get.fail(
        get.store()
            .problem(meaning.kind(), get.key(), meaning.problem(), null)
            .retryAfter(RetryAfter.parse(head.get(HttpHeader.RETRY_AFTER), Instant.now())));
  }

  /** What is missing is told by the body. */
  private void brokenOff(Throwable failure) {
    if (!get.sendAgain(uri, failure)) {
      get.fail(
          get.store()
              .problem(Kind.BAD_RESPONSE, get.key(), "the body of an error broke off", failure));
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
    get.missing().servers().answered(uri, response.getHeaders());
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
    boolean isStrong = etag != null && !etag.startsWith("W/");
    if (isStrong && expected.isAllWanted() && get.store().servesRanges()) {
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
                finish(receiver.expected(), bytes, response);
              } else if (!receiver.isBrokenOff() || !get.sendAgain(uri, failure)) {
                get.fail(problem);
              }
            });
  }

  private void finish(ExpectedBody expected, byte[] bytes, Response response) {
    if (!expected.gzip()) {
      found(expected, bytes, response);
      return;
    }
    Workers.call(() -> new GzipBody(get.store(), get.key()).decode(bytes))
        .whenComplete(
            (decoded, failure) -> {
              if (failure != null) {
                get.fail(failure);
              } else {
                found(expected, decoded, response);
              }
            });
  }

  private void found(ExpectedBody expected, byte[] bytes, Response response) {
    boolean isWhole = expected.objectSize() == ExpectedBody.UNKNOWN;
    long size = isWhole ? bytes.length : expected.objectSize();
    ByteRange range = get.options().range();
    long start = range.start(size);
    if (start < 0) {
      get.fail(AnswerHead.unsatisfiable(get.store(), get.key(), size));
      return;
    }
    long length = range.end(size) - start;
    if (response.getStatus() == 200 && length < size && get.askedForRange()) {
      get.store().requests().askForWholes();
    }
    boolean isToBeCut = isWhole && length < size;
    byte[] wanted =
        isToBeCut ? Arrays.copyOfRange(bytes, (int) start, (int) (start + length)) : bytes;
    get.complete(new Fetched.Found(wanted, size, response.getHeaders().get(HttpHeader.ETAG)));
  }
}
