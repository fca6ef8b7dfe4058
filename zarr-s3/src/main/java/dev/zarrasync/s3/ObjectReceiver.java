package dev.zarrasync.s3;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.Body;
import dev.zarrasync.fetch.BodyCheck;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;

/**
 * Receives the body of one answer, once it is admitted, as fast as there is room for it.
 *
 * <p>Until then the body has no subscriber, so that the client stops reading the connection. When
 * the result fails, the request is to be aborted by whoever sent it.
 */
final class ObjectReceiver implements SdkAsyncHttpResponseHandler, Subscriber<ByteBuffer> {

  private final AsyncStore store;
  private final String key;
  private final ByteRange range;
  private final Admission admission;
  private final CompletableFuture<Fetched> result;

  private boolean verifies;
  private ObjectHead.@Nullable Body announced;
  private @Nullable String etag;
  private BodyCheck check = BodyCheck.NONE;
  private @Nullable Body body;
  private @Nullable Subscription subscription;
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
  }

  CompletableFuture<Fetched> result() {
    return result;
  }

  /** Has the body verified by a checksum in the head. */
  void verify() {
    verifies = true;
  }

  @Override
  public void onHeaders(SdkHttpResponse head) {
    admission.progressed();
    etag = head.firstMatchingHeader("ETag").orElse(null);
    check =
        verifies
            ? ObjectChecksum.announcedBy(name -> head.firstMatchingHeader(name).orElse(null))
            : BodyCheck.NONE;
    try {
      announced = new ObjectHead(store, key, range, head).body();
      if (etag != null) {
        admission.resumable(etag);
      }
    } catch (StoreException e) {
      result.completeExceptionally(e);
    }
  }

  @Override
  public void onStream(Publisher<ByteBuffer> publisher) {
    if (result.isDone()) {
      return;
    }
    int length = length();
    var unused =
        admission
            .admit(length)
            .whenComplete(
                (nothing, refusal) -> {
                  if (refusal != null) {
                    result.completeExceptionally(refusal);
                  } else if (!result.isDone()) {
                    receive(publisher, length);
                  }
                });
  }

  private void receive(Publisher<ByteBuffer> publisher, int length) {
    try {
      body = admission.body(length, check);
    } catch (OutOfMemoryError e) {
      noRoom(e);
      return;
    }
    publisher.subscribe(this);
  }

  @Override
  public void onSubscribe(Subscription newSubscription) {
    subscription = newSubscription;
    newSubscription.request(1);
  }

  @Override
  public void onNext(ByteBuffer part) {
    admission.progressed();
    received += part.remaining();
    if (received > length()) {
      bad("the body is longer than the " + length() + " bytes announced");
    } else if (!result.isDone()) {
      try {
        take(requireNonNull(body), part);
      } catch (OutOfMemoryError e) {
        noRoom(e);
      }
    }
  }

  private void take(Body open, ByteBuffer part) {
    open.put(part);
    Subscription parts = requireNonNull(subscription);
    if (open.isReady()) {
      parts.request(1);
    } else {
      open.whenReady(() -> parts.request(1));
    }
  }

  @Override
  public void onComplete() {
    if (received < length()) {
      brokenOff(null);
    } else if (!result.isDone()) {
      Body all = requireNonNull(body);
      var unused = all.end().whenComplete((mismatch, failure) -> end(all, mismatch, failure));
    }
  }

  private void end(Body all, @Nullable String mismatch, @Nullable Throwable failure) {
    if (failure != null) {
      result.completeExceptionally(StoreException.unwrap(failure));
    } else if (mismatch != null) {
      bad(mismatch);
    } else {
      long size = requireNonNull(announced).objectSize();
      result.complete(new Fetched.Found(all.bytes(), size, etag));
    }
  }

  @Override
  public void onError(Throwable error) {
    failIfAnnounced(error);
    result.completeExceptionally(error);
  }

  /** Says that the rest of an answer does not come. */
  void failIfAnnounced(Throwable error) {
    if (announced != null) {
      brokenOff(error);
    }
  }

  private void brokenOff(@Nullable Throwable cause) {
    fail(
        Kind.BAD_RESPONSE,
        "the body broke off after %d of %d bytes".formatted(received, length()),
        cause);
  }

  private int length() {
    return requireNonNull(announced).length();
  }

  private void noRoom(OutOfMemoryError e) {
    String problem = "the heap has no room for " + length() + " bytes: lower maxBytesInFlight";
    fail(Kind.OTHER, problem, e);
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
