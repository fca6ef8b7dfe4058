package dev.zarrasync.s3;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Receives the body of one answer into one array, once it is admitted.
 *
 * <p>Until then the body has no subscriber, so that the client stops reading the connection. When
 * the result fails, the request is to be aborted by whoever sent it.
 */
final class ObjectReceiver
    implements AsyncResponseTransformer<GetObjectResponse, Fetched>, Subscriber<ByteBuffer> {

  /** The largest array that every JVM can allocate. */
  private static final int MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 8;

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
  private static final byte[] NOTHING = {};

  private final AsyncStore store;
  private final String key;
  private final ByteRange range;
  private final Admission admission;
  private final CompletableFuture<Fetched> result;

  private CompletableFuture<Fetched> transformed;
  private boolean announced;
  private int length;
  private long objectSize;
  private @Nullable String etag;
  private byte[] body = NOTHING;
  private int received;

  ObjectReceiver(
      AsyncStore store,
      String key,
      ByteRange range,
      Admission admission,
      CompletableFuture<Fetched> result) {
    this.store = store;
    this.key = key;
    this.range = range;
    this.admission = admission;
    this.result = result;
    this.transformed = result.copy();
  }

  @Override
  public CompletableFuture<Fetched> prepare() {
    transformed = result.copy();
    return transformed;
  }

  @Override
  public void onResponse(GetObjectResponse response) {
    etag = response.eTag();
    Long contentLength = response.contentLength();
    int status = response.sdkHttpResponse().statusCode();
    if (contentLength == null) {
      bad("the answer does not say how long it is");
    } else if (range instanceof ByteRange.All) {
      if (status == 200) {
        announce(contentLength, contentLength);
      } else {
        bad("the status is " + status + ", not 200");
      }
    } else if (status == 206) {
      announceRange(contentLength, response.contentRange());
    } else if (status == 200 && contentLength == 0) {
      // All of an empty object, as RFC 9110, section 14.1.2, lets a server answer.
      fail(Kind.UNSATISFIABLE_RANGE, "the object is empty", null);
    } else {
      bad("the server ignored the range: the status is " + status + ", not 206");
    }
  }

  private void announceRange(long contentLength, @Nullable String contentRange) {
    Matcher matcher = CONTENT_RANGE.matcher(contentRange == null ? "" : contentRange);
    if (!matcher.matches()) {
      bad("the Content-Range is '" + contentRange + "'");
      return;
    }
    long start = Long.parseLong(matcher.group(1));
    long end = Long.parseLong(matcher.group(2)) + 1;
    long size = Long.parseLong(matcher.group(3));
    if (start != range.start(size) || end != range.end(size) || end - start != contentLength) {
      bad(
          "the answer has %d bytes and the Content-Range '%s', which is not %s"
              .formatted(contentLength, contentRange, range));
    } else {
      announce(contentLength, size);
    }
  }

  private void announce(long contentLength, long size) {
    if (contentLength > MAX_ARRAY_LENGTH) {
      fail(Kind.TOO_LARGE, contentLength + " bytes do not fit in an array: read ranges", null);
    } else {
      length = (int) contentLength;
      objectSize = size;
      announced = true;
    }
  }

  @Override
  public void onStream(SdkPublisher<ByteBuffer> publisher) {
    if (result.isDone()) {
      return;
    }
    var unused =
        admission
            .admit(length)
            .whenComplete(
                (nothing, refusal) -> {
                  if (refusal != null) {
                    result.completeExceptionally(refusal);
                  } else if (!result.isDone()) {
                    receive(publisher);
                  }
                });
  }

  private void receive(SdkPublisher<ByteBuffer> publisher) {
    try {
      body = new byte[length];
    } catch (OutOfMemoryError e) {
      fail(Kind.OTHER, "the heap has no room for " + length + " bytes: lower maxBytesInFlight", e);
      return;
    }
    received = 0;
    publisher.subscribe(this);
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(ByteBuffer part) {
    int size = part.remaining();
    if (size > length - received) {
      bad("the body is longer than the " + length + " bytes announced");
    } else if (!result.isDone()) {
      part.get(body, received, size);
      received += size;
    }
  }

  @Override
  public void onComplete() {
    if (received == length) {
      result.complete(new Fetched.Found(body, objectSize, etag));
    } else {
      brokenOff(null);
    }
  }

  @Override
  public void onError(Throwable error) {
    exceptionOccurred(error);
  }

  @Override
  public void exceptionOccurred(Throwable error) {
    if (announced) {
      brokenOff(error);
    }
    transformed.completeExceptionally(error);
  }

  private void brokenOff(@Nullable Throwable cause) {
    fail(
        Kind.BAD_RESPONSE,
        "the body broke off after %d of %d bytes".formatted(received, length),
        cause);
  }

  private void bad(String problem) {
    fail(Kind.BAD_RESPONSE, problem, null);
  }

  private void fail(Kind kind, String problem, @Nullable Throwable cause) {
    if (!result.isDone()) {
      result.completeExceptionally(new StoreException(kind, store, key, problem, cause));
    }
  }
}
