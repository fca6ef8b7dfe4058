package dev.zarrasync.s3;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;

/** The SDK's HTTP client over the AWS Common Runtime. */
final class CrtHttpClient implements SdkAsyncHttpClient {

  /** What a connection may receive of a body that waits for admission. */
  private static final long READ_BUFFER = 128 << 10;

  private final SdkAsyncHttpClient client;
  private final NativeCalls calls;

  CrtHttpClient(S3ClientOptions options) {
    client = CrtRuntime.start(() -> open(options));
    calls =
        new NativeCalls(
            () -> {
              client.close();
              CrtRuntime.release();
            });
  }

  private static SdkAsyncHttpClient open(S3ClientOptions options) {
    return AwsCrtAsyncHttpClient.builder()
        .maxConcurrency(options.connections().whole())
        .readBufferSizeInBytes(READ_BUFFER)
        .connectionAcquisitionTimeout(options.requestTimeout())
        .connectionTimeout(options.connectTimeout())
        .tlsNegotiationTimeout(options.connectTimeout())
        .proxyConfiguration(ClientProxies.crt(options.proxy()))
        .build();
  }

  @Override
  public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
    return calls.make(() -> client.execute(request));
  }

  @Override
  public String clientName() {
    return client.clientName();
  }

  /** Returns before all threads have ended. */
  @Override
  public void close() {
    calls.close();
  }
}
