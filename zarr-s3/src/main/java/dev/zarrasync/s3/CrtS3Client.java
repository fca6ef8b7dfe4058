package dev.zarrasync.s3;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3CrtAsyncClientBuilder;

/** The SDK's clients over the AWS Common Runtime. */
final class CrtS3Client extends DelegatingS3AsyncClient {

  /** What a connection may receive of a body that waits for admission. */
  private static final long READ_BUFFER = 256 << 10;

  /** The size that Amazon advises, and the client's own default. */
  static final long PART_SIZE = 8 << 20;

  /** Bodies are admitted before they are asked for, so that all their parts may come at once. */
  private static final long PARTS_BUFFER = 1L << 30;

  /** The least that the client takes. It is a limit: memory is taken for parts under way only. */
  private static final long NATIVE_MEMORY_LIMIT = 1L << 30;

  /** More than there is, so that the number of connections is what we say. */
  private static final double TARGET_GBPS = 100;

  /** The client takes 0 for its default, which is more. */
  private static final int FEWEST_RETRIES = 1;

  private final AtomicBoolean closed = new AtomicBoolean();

  private CrtS3Client(S3AsyncClient client) {
    super(client);
  }

  /** Sends one request for each object. */
  static CrtS3Client whole(S3ClientOptions options) {
    return open(
        () ->
            options
                .builder()
                .httpClientBuilder(
                    AwsCrtAsyncHttpClient.builder()
                        .maxConcurrency(options.connections().whole())
                        .readBufferSizeInBytes(READ_BUFFER)
                        .connectionAcquisitionTimeout(options.requestTimeout())
                        .connectionTimeout(options.connectTimeout())
                        .tlsNegotiationTimeout(options.connectTimeout()))
                .build());
  }

  /** Sends a request for each part of an object. Not for empty objects, which have none. */
  static CrtS3Client inParts(S3ClientOptions options) {
    S3CrtAsyncClientBuilder builder =
        S3AsyncClient.crtBuilder()
            .region(options.address().region())
            .forcePathStyle(options.address().pathStyle())
            .accelerate(options.address().accelerate())
            .credentialsProvider(options.credentials())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .maxConcurrency(options.connections().inParts())
            .targetThroughputInGbps(TARGET_GBPS)
            .maxNativeMemoryLimitInBytes(NATIVE_MEMORY_LIMIT)
            .minimumPartSizeInBytes(PART_SIZE)
            .thresholdInBytes(Math.max(PART_SIZE, options.multipartThreshold()))
            .initialReadBufferSizeInBytes(PARTS_BUFFER)
            .futureCompletionExecutor(Runnable::run)
            .httpConfiguration(h -> h.connectionTimeout(options.connectTimeout()))
            .retryConfiguration(r -> r.numRetries(FEWEST_RETRIES));
    if (options.address().endpoint() != null) {
      builder.endpointOverride(options.address().endpoint());
    }
    return open(builder::build);
  }

  private static CrtS3Client open(Supplier<S3AsyncClient> start) {
    CrtRuntime.acquire();
    try {
      return new CrtS3Client(start.get());
    } catch (RuntimeException e) {
      CrtRuntime.release();
      throw e;
    }
  }

  /** Returns before all threads have ended. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      super.close();
      CrtRuntime.release();
    }
  }
}
