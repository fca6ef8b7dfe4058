package dev.zarrasync.s3;

import dev.zarrasync.cache.CacheOptions;
import dev.zarrasync.cache.CachingStore;
import dev.zarrasync.fetch.FetchOptions;
import dev.zarrasync.fetch.FetchStore;
import dev.zarrasync.fetch.Transport;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.Limits;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/**
 * Describes an {@link S3Store}. Only the bucket is required.
 *
 * <pre>{@code
 * try (S3Store store = S3Store.builder().bucket("images").prefix("plate-1").build()) {
 *   store.get("0/.zarray");
 * }
 * }</pre>
 *
 * <p>Each method throws {@link IllegalArgumentException} for a value that cannot be right. Not safe
 * for use by many threads at once.
 */
public final class S3StoreBuilder {

  private static final long MIB = 1 << 20;

  private @Nullable String bucket;
  private String prefix = "";
  private @Nullable String region;
  private @Nullable URI endpoint;
  private @Nullable Boolean pathStyle;
  private @Nullable AwsCredentialsProvider credentials;
  private @Nullable S3AsyncClient client;
  private boolean missingOnAccessDenied;
  private int maxInFlight = Limits.DEFAULT.maxInFlight();
  private long maxBytesInFlight = Math.min(256 * MIB, Runtime.getRuntime().maxMemory() / 4);
  private long cacheBytes = Math.min(64 * MIB, Runtime.getRuntime().maxMemory() / 16);
  private @Nullable Duration revalidateAfter;
  private int maxAttempts = FetchOptions.DEFAULT.maxAttempts();
  private Duration requestTimeout = FetchOptions.DEFAULT.attemptTimeout();
  private Duration connectTimeout = Duration.ofSeconds(10);

  S3StoreBuilder() {}

  /**
   * Sets the bucket.
   *
   * @param name the bucket's name, or the ARN of an access point
   * @return this builder
   */
  public S3StoreBuilder bucket(String name) {
    check(!name.isBlank(), "The bucket's name is blank");
    check(
        name.startsWith("arn:") || !name.contains("/"),
        "'" + name + "' is not a bucket: set its name alone, and the rest as the prefix");
    bucket = name;
    return this;
  }

  /**
   * Roots the store at a path in the bucket.
   *
   * @param path a key, without a slash at either end; or {@code ""}, the default, for the bucket
   * @return this builder
   */
  public S3StoreBuilder prefix(String path) {
    String problem = path.isEmpty() ? null : Keys.problem(path);
    check(problem == null, "'" + path + "' is not a prefix: " + problem);
    prefix = path;
    return this;
  }

  /**
   * Sets the region.
   *
   * @param name for example {@code eu-central-1}. By default it is found as the AWS SDK finds it:
   *     the variable {@code AWS_REGION}, the profile, the machine's metadata. With an {@link
   *     #endpoint} the metadata is not asked, and {@code us-east-1} is the last resort.
   * @return this builder
   */
  public S3StoreBuilder region(String name) {
    check(!name.isBlank(), "The region is blank");
    region = name;
    return this;
  }

  /**
   * Sets the server, for storage that is not Amazon's.
   *
   * @param uri for example {@code http://localhost:9000}: a scheme, a host and perhaps a port and a
   *     path. By default the endpoint of the region, or what {@code AWS_ENDPOINT_URL_S3} says.
   * @return this builder
   */
  public S3StoreBuilder endpoint(URI uri) {
    check(
        ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
            && uri.getHost() != null,
        "The endpoint is not an http or https URL with a host");
    // Not quoted in the message: it may hold a secret.
    check(
        uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null,
        "The endpoint has user info, a query or a fragment: set the credentials apart");
    endpoint = uri;
    return this;
  }

  /**
   * Sets where URLs have the bucket.
   *
   * @param inPath true for {@code https://host/bucket/key}, the default with an {@link #endpoint};
   *     false for {@code https://bucket.host/key}, the default without
   * @return this builder
   */
  public S3StoreBuilder pathStyle(boolean inPath) {
    pathStyle = inPath;
    return this;
  }

  /**
   * Sends requests without credentials, for public data.
   *
   * @return this builder
   */
  public S3StoreBuilder anonymous() {
    credentials = AnonymousCredentialsProvider.create();
    return this;
  }

  /**
   * Sets the credentials. By default they are found as the AWS SDK finds them: the variables {@code
   * AWS_ACCESS_KEY_ID} and so on, the profile, the role of the container or machine. That search
   * can block the first call for as long as the machine's metadata takes to answer.
   *
   * @param key the access key ID
   * @param secret the secret access key
   * @return this builder
   */
  public S3StoreBuilder credentials(String key, String secret) {
    check(!key.isBlank() && !secret.isBlank(), "The credentials are blank");
    credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret));
    return this;
  }

  /**
   * Takes a denied read for a missing key.
   *
   * <p>S3 answers 403 rather than 404 for a missing key if the caller may not list the bucket. Set
   * this where chunks may be absent and only {@code s3:GetObject} is granted. The price: without
   * any permission, every key is missing.
   *
   * @param missing true for missing; false, the default, for an error
   * @return this builder
   */
  public S3StoreBuilder missingOnAccessDenied(boolean missing) {
    missingOnAccessDenied = missing;
    return this;
  }

  /**
   * Bounds the requests in flight, and with them the connections.
   *
   * @param requests how many, at least 1; by default 256
   * @return this builder
   */
  public S3StoreBuilder maxInFlight(int requests) {
    maxInFlight = requests;
    return this;
  }

  /**
   * Bounds the memory of bodies that are being received.
   *
   * @param bytes how many, at least 1; by default 256 MiB, or a quarter of the maximum heap if that
   *     is less
   * @return this builder
   */
  public S3StoreBuilder maxBytesInFlight(long bytes) {
    maxBytesInFlight = bytes;
    return this;
  }

  /**
   * Bounds the cache.
   *
   * @param bytes how many, 0 to remember nothing; by default 64 MiB, or a sixteenth of the maximum
   *     heap if that is less
   * @return this builder
   */
  public S3StoreBuilder cacheBytes(long bytes) {
    check(bytes >= 0, "cacheBytes is " + bytes + ": it must not be negative");
    cacheBytes = bytes;
    return this;
  }

  /**
   * Sets how old what is in the cache may be. When it is older, the server is asked for it again,
   * and sends it only if it has changed.
   *
   * @param age a time, zero for asking each time. By default what is in the cache is not asked for
   *     again for a day: right for data that no one else changes.
   * @return this builder
   */
  public S3StoreBuilder revalidateAfter(Duration age) {
    check(!age.isNegative(), "revalidateAfter is " + age + ": it must not be negative");
    revalidateAfter = age;
    return this;
  }

  /**
   * Bounds one attempt of a request, from when it is sent to the end of the answer's body.
   *
   * @param timeout a positive time; by default a minute
   * @return this builder
   */
  public S3StoreBuilder requestTimeout(Duration timeout) {
    requestTimeout = timeout;
    return this;
  }

  /**
   * Bounds the time to connect and, after it, that of the TLS handshake.
   *
   * @param timeout a positive time; by default 10 seconds
   * @return this builder
   */
  public S3StoreBuilder connectTimeout(Duration timeout) {
    check(!timeout.isNegative() && !timeout.isZero(), "The connect timeout is not positive");
    connectTimeout = timeout;
    return this;
  }

  /**
   * Sets how often a request that fails for a transient reason is sent.
   *
   * @param attempts how often at most, at least 1; by default 5
   * @return this builder
   */
  public S3StoreBuilder maxAttempts(int attempts) {
    maxAttempts = attempts;
    return this;
  }

  /**
   * Brings a client of one's own, with its own region, endpoint, credentials and connections.
   *
   * <p>It should not retry (the store does), should allow {@link #maxInFlight} connections and
   * should set both checksum options to {@code WHEN_REQUIRED}. Its read timeout also counts the
   * time a body waits for memory. Closing the store leaves it open.
   *
   * @param own the client
   * @return this builder
   */
  public S3StoreBuilder client(S3AsyncClient own) {
    client = own;
    return this;
  }

  /**
   * Makes the store. Sends no request.
   *
   * @return a store, to be closed after use
   * @throws IllegalStateException if no bucket is set, no region is found, or both a client and
   *     what it would bring are set
   * @throws IllegalArgumentException if a limit or a timeout is not positive
   */
  public S3Store build() {
    if (bucket == null) {
      throw new IllegalStateException("No bucket is set: call bucket(name)");
    }
    FetchOptions options =
        new FetchOptions(new Limits(maxInFlight, maxBytesInFlight), maxAttempts, requestTimeout);
    return new S3Store(stack(transport(bucket), options), prefix);
  }

  private Transport transport(String bucketName) {
    S3AsyncClient connected = client();
    try {
      return new S3Transport(connected, bucketName, missingOnAccessDenied);
    } catch (SdkException e) {
      connected.close();
      throw new IllegalArgumentException("'" + bucketName + "' is not a bucket: it has no URL", e);
    }
  }

  /** From the outside in: the cache, then limits and retries, then the requests. */
  private CachingStore stack(Transport transport, FetchOptions options) {
    return new CachingStore(
        new FetchStore(transport, options),
        CacheOptions.ofBytes(cacheBytes).revalidateAfter(revalidateAfter));
  }

  private S3AsyncClient client() {
    if (client == null) {
      return NettyS3Client.open(
          new S3ClientOptions(
              region,
              endpoint,
              pathStyle != null ? pathStyle : endpoint != null,
              credentials,
              maxInFlight,
              requestTimeout,
              connectTimeout));
    }
    if (region != null || endpoint != null || pathStyle != null || credentials != null) {
      throw new IllegalStateException(
          "The client brings its own region, endpoint, path style and credentials: set them there");
    }
    return new SharedS3Client(client);
  }

  private static void check(boolean valid, String problem) {
    if (!valid) {
      throw new IllegalArgumentException(problem);
    }
  }
}
