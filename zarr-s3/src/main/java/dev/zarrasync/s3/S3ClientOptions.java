package dev.zarrasync.s3;

import dev.zarrasync.http.internal.ClientOptions;
import dev.zarrasync.remote.internal.ProxyServer;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * What clients of our own connect to, and how. They neither retry nor time out: the engine does.
 *
 * @param address where requests go
 * @param credentials asked for each request, and not closed
 * @param connections how many at most
 * @param connectTimeout how long the connection, and after it the TLS handshake, may take
 * @param proxy where to send all requests, or null
 * @param multipartThreshold the size in bytes from which objects are put in parts
 */
record S3ClientOptions(
    S3Address address,
    KnownSecrets credentials,
    Connections connections,
    Duration connectTimeout,
    @Nullable ProxyServer proxy,
    long multipartThreshold) {

  /**
   * How many connections there are.
   *
   * @param whole for requests of whole objects
   * @param inParts for puts in parts, or 0 if there are none
   * @param suffice whether no request of a whole object waits for one
   */
  record Connections(int whole, int inParts, boolean suffice) {

    /** At S3's usual 50 MB/s a connection, these fill a line of 10 Gbit/s. */
    private static final int MOST_IN_PARTS = 32;

    /** An eighth of the connections is for puts in parts. */
    static Connections of(int all, int maxInFlight) {
      int inParts = inParts(all);
      return new Connections(all - inParts, inParts, all - inParts >= maxInFlight);
    }

    /** As many as requests, and some for puts in parts. */
    static Connections forRequests(int maxInFlight) {
      return new Connections(maxInFlight, Math.max(1, inParts(maxInFlight)), true);
    }

    private static int inParts(int all) {
      return all == 1 ? 0 : Math.min(MOST_IN_PARTS, (all + 7) / 8);
    }
  }

  /** How our own client connects: S3 speaks HTTP/1.1 only. */
  ClientOptions http() {
    return new ClientOptions(
        ClientOptions.Version.HTTP_1_1,
        new ClientOptions.Connections(connections.whole(), connections.whole()),
        connectTimeout,
        null,
        null,
        new OneProxy(proxy));
  }

  /** All requests go to one server. */
  private record OneProxy(@Nullable ProxyServer proxy)
      implements Function<URI, @Nullable ProxyServer> {

    @Override
    public @Nullable ProxyServer apply(URI url) {
      return proxy;
    }
  }

  /** Starts a client of the SDK, which lacks only its way to send HTTP requests. */
  S3AsyncClientBuilder builder() {
    S3AsyncClientBuilder builder =
        S3AsyncClient.builder()
            .region(Region.of(address.region()))
            .forcePathStyle(address.pathStyle())
            .accelerate(address.accelerate())
            .dualstackEnabled(address.dualStack())
            .fipsEnabled(address.fips())
            .credentialsProvider(credentials.forSdk())
            // With the default, a get costs a HEAD or a checksum of the whole body.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            // Waiting for "100 Continue" costs a put a round trip.
            .serviceConfiguration(S3Configuration.builder().expectContinueEnabled(false).build())
            .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
            // What is chained to our futures does not block: a pool of threads would be in the way.
            .asyncConfiguration(
                c ->
                    c.advancedOption(
                        SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run));
    if (address.endpoint() != null) {
      builder.endpointOverride(address.endpoint());
    }
    return builder;
  }
}
