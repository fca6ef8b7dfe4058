package dev.zarrasync.benchmarks.bare;

import dev.zarrasync.benchmarks.server.ServerProcess;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * A client of the SDK.
 *
 * @param client the client
 * @param closing closes it
 */
public record SdkBareClient(S3AsyncClient client, SdkAutoCloseable closing) implements BareClient {

  @Override
  public CompletableFuture<byte[]> get(String key) {
    return client.getObject(g -> g.bucket(ServerProcess.BUCKET).key(key), new Body());
  }

  @Override
  public void close() {
    closing.close();
  }

  /** One array of the size announced, rather than the SDK's toBytes, which copies several times. */
  private static final class Body
      implements AsyncResponseTransformer<GetObjectResponse, byte[]>, Subscriber<ByteBuffer> {

    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private byte[] bytes = new byte[0];
    private int received;

    @Override
    public CompletableFuture<byte[]> prepare() {
      return result;
    }

    @Override
    public void onResponse(GetObjectResponse response) {
      bytes = new byte[Math.toIntExact(response.contentLength())];
      received = 0;
    }

    @Override
    public void onStream(SdkPublisher<ByteBuffer> publisher) {
      publisher.subscribe(this);
    }

    @Override
    public void exceptionOccurred(Throwable error) {
      result.completeExceptionally(error);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer part) {
      int size = part.remaining();
      part.get(bytes, received, size);
      received += size;
    }

    @Override
    public void onError(Throwable error) {
      result.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
      result.complete(bytes);
    }
  }
}
