package dev.zarrasync.s3;

import dev.zarrasync.http.internal.CrtRuntime;
import dev.zarrasync.remote.internal.ProxyServer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3CrtAsyncClientBuilder;
import software.amazon.awssdk.services.s3.crt.S3CrtProxyConfiguration;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * The SDK's client over the AWS Common Runtime, which sends a request for each part of an object.
 * Not for empty objects, which have none.
 */
final class CrtS3Client extends DelegatingS3AsyncClient {

  /** The size that Amazon advises, and the client's own default. */
  private static final long PART_SIZE = 8 << 20;

  /** Bodies are admitted before they are asked for, so that all their parts may come at once. */
  private static final long PARTS_BUFFER = 1L << 30;

  /** The least that the client takes. It is a limit: memory is taken for parts under way only. */
  private static final long NATIVE_MEMORY_LIMIT = 1L << 30;

  /** More than there is, so that the number of connections is what we say. */
  private static final double TARGET_GBPS = 100;

  /** The client takes 0 for its default, which is more. */
  private static final int FEWEST_RETRIES = 1;

  private final NativeCalls calls =
      new NativeCalls(
          () -> {
            super.close();
            CrtRuntime.release();
          });

  private CrtS3Client(S3ClientOptions options) {
    super(CrtRuntime.start(() -> open(options)));
  }

  static S3AsyncClient start(S3ClientOptions options) {
    return new CrtS3Client(options);
  }

  private static S3AsyncClient open(S3ClientOptions options) {
    S3CrtAsyncClientBuilder builder =
        S3AsyncClient.crtBuilder()
            .region(Region.of(options.address().region()))
            .forcePathStyle(options.address().pathStyle())
            .accelerate(options.address().accelerate())
            .credentialsProvider(options.credentials().forSdk())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .maxConcurrency(options.connections().inParts())
            .targetThroughputInGbps(TARGET_GBPS)
            .maxNativeMemoryLimitInBytes(NATIVE_MEMORY_LIMIT)
            .minimumPartSizeInBytes(PART_SIZE)
            .thresholdInBytes(Math.max(PART_SIZE, options.multipartThreshold()))
            .initialReadBufferSizeInBytes(PARTS_BUFFER)
            .futureCompletionExecutor(Runnable::run)
            .httpConfiguration(
                h ->
                    h.connectionTimeout(options.connectTimeout())
                        .proxyConfiguration(proxy(options.proxy())))
            .retryConfiguration(r -> r.numRetries(FEWEST_RETRIES));
    if (options.address().endpoint() != null) {
      builder.endpointOverride(options.address().endpoint());
    }
    return builder.build();
  }

  /** By itself the client looks for a proxy elsewhere than we do. */
  private static S3CrtProxyConfiguration proxy(@Nullable ProxyServer proxy) {
    S3CrtProxyConfiguration.Builder builder =
        S3CrtProxyConfiguration.builder()
            .useSystemPropertyValues(false)
            .useEnvironmentVariableValues(false);
    if (proxy != null) {
      builder.scheme(proxy.scheme()).host(proxy.host()).port(proxy.port());
      builder.username(proxy.user()).password(proxy.user() == null ? null : proxy.password());
    }
    return builder.build();
  }

  @Override
  protected <T extends S3Request, R> CompletableFuture<R> invokeOperation(
      T request, Function<T, CompletableFuture<R>> operation) {
    return calls.make(() -> operation.apply(request));
  }

  /** Returns before all threads have ended. */
  @Override
  public void close() {
    calls.close();
  }

  /**
   * Keeps a client in native code open while it is called, and uncalled once it is closed: a call
   * of a closed one would end the process. Nothing waits: who is last to leave closes it.
   */
  static final class NativeCalls {

    private final Runnable close;

    // Guarded by this.
    private int underWay;
    private boolean closed;

    /**
     * Guards a client that is open.
     *
     * @param close closes it; run once
     */
    NativeCalls(Runnable close) {
      this.close = close;
    }

    /** Makes a call. Fails if the client is closed. */
    <T> CompletableFuture<T> make(Supplier<CompletableFuture<T>> call) {
      synchronized (this) {
        if (closed) {
          return CompletableFuture.failedFuture(new IllegalStateException("The client is closed"));
        }
        underWay++;
      }
      try {
        return call.get();
      } finally {
        leave();
      }
    }

    private void leave() {
      boolean isLast;
      synchronized (this) {
        underWay--;
        isLast = closed && underWay == 0;
      }
      if (isLast) {
        close.run();
      }
    }

    /** Closes the client as soon as no call is under way. Lets no other begin. */
    void close() {
      boolean isFree;
      synchronized (this) {
        isFree = !closed && underWay == 0;
        closed = true;
      }
      if (isFree) {
        close.run();
      }
    }
  }
}
