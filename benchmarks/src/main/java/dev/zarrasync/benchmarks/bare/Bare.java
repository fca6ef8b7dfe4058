package dev.zarrasync.benchmarks.bare;

import dev.zarrasync.benchmarks.server.Protocol;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** The bare clients, configured as an expert would, each to be closed by who opened it. */
public final class Bare {

  /** The access key of clients that sign, which the server does not check. */
  public static final String KEY = "bench-access-key";

  /** Their secret key. */
  public static final String SECRET = "bench-secret-key";

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Bare() {}

  /**
   * Opens the HTTP client of the Common Runtime alone: it does not sign, and the SDK is not there.
   *
   * @param endpoint where the server listens
   * @param protocol what it speaks
   * @param atOnce how many requests may be in flight
   * @return the client
   */
  public static BareClient crt(URI endpoint, Protocol protocol, int atOnce) {
    return protocol.isOfWebServer()
        ? CrtBareClient.http2(endpoint, atOnce)
        : CrtBareClient.http1(endpoint, atOnce);
  }

  /**
   * Opens the SDK's client over the Common Runtime's HTTP client.
   *
   * @param endpoint where the server listens
   * @param connections how many it may have
   * @return the client
   */
  public static SdkBareClient sdk(URI endpoint, int connections) {
    return sdk(
        endpoint,
        AwsCrtAsyncHttpClient.builder()
            .maxConcurrency(connections)
            .connectionAcquisitionTimeout(PATIENCE)
            .build());
  }

  /**
   * Opens the SDK's client in C, which gets in parts of 8 MiB.
   *
   * @param endpoint where the server listens
   * @param connections how many it may have
   * @return the client
   */
  public static BareClient parts(URI endpoint, int connections) {
    S3AsyncClient client =
        S3AsyncClient.crtBuilder()
            .region(Region.US_EAST_1)
            .endpointOverride(endpoint)
            .forcePathStyle(true)
            .credentialsProvider(credentials())
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            // It opens a connection for each 0.4 Gbit/s.
            .targetThroughputInGbps(Math.max(10.0, connections * 0.4))
            .maxConcurrency(connections)
            .maxNativeMemoryLimitInBytes(1L << 30)
            .minimumPartSizeInBytes(8L << 20)
            .build();
    return new SdkBareClient(client, client);
  }

  private static SdkBareClient sdk(URI endpoint, SdkAsyncHttpClient http) {
    S3AsyncClient client =
        S3AsyncClient.builder()
            .region(Region.US_EAST_1)
            .endpointOverride(endpoint)
            .forcePathStyle(true)
            .credentialsProvider(credentials())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .asyncConfiguration(
                c ->
                    c.advancedOption(
                        SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
            .httpClient(http)
            .build();
    return new SdkBareClient(
        client,
        () -> {
          client.close();
          http.close();
        });
  }

  private static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET));
  }
}
