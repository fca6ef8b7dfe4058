package dev.zarrasync.s3;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Collects a body of unknown length, or what comes first of it. */
final class BodyCollector implements Subscriber<ByteBuffer> {

  private final int limit;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> result = new CompletableFuture<>();

  BodyCollector(int limit) {
    this.limit = limit;
  }

  /** Completes when the body ends, or is as long as the limit. */
  CompletableFuture<byte[]> result() {
    return result;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    result.whenComplete((body, error) -> subscription.cancel());
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(ByteBuffer part) {
    byte[] next = new byte[Math.min(part.remaining(), limit - bytes.size())];
    part.get(next);
    bytes.writeBytes(next);
    if (bytes.size() == limit) {
      onComplete();
    }
  }

  @Override
  public void onComplete() {
    result.complete(bytes.toByteArray());
  }

  @Override
  public void onError(Throwable error) {
    result.completeExceptionally(error);
  }
}
