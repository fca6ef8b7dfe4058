package dev.zarrasync.s3;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.reactivestreams.Subscriber;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;

/** The body of a request that has none. */
enum NoContent implements SdkHttpContentPublisher {
  INSTANCE;

  @Override
  public Optional<Long> contentLength() {
    return Optional.of(0L);
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    AsyncRequestBody.empty().subscribe(subscriber);
  }
}
