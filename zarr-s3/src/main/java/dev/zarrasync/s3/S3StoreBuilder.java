package dev.zarrasync.s3;

import dev.zarrasync.fetch.FetchStore;
import dev.zarrasync.fetch.Transport;
import dev.zarrasync.remote.RemoteStoreBuilder;
import dev.zarrasync.remote.internal.ProxyRule;
import dev.zarrasync.remote.internal.ProxyServer;
import dev.zarrasync.s3.S3ClientOptions.Connections;
import dev.zarrasync.s3.S3Hints.Option;
import dev.zarrasync.s3.S3Requests.Encryption;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.Limits;
import java.net.URI;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

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
public final class S3StoreBuilder extends RemoteStoreBuilder<S3StoreBuilder> {

  private static final long MIB = 1 << 20;

  /** At 20 ms and 50 MB/s a connection, 16 MiB gain nothing and 32 MiB take 0.6 of the time. */
  private static final long DEFAULT_MULTIPART_THRESHOLD = 32 * MIB;

  private @Nullable String bucket;
  private String prefix = "";
  private final S3Settings settings = new S3Settings();
  private @Nullable S3AsyncClient client;
  private boolean missingOnAccessDenied;
  private boolean requesterPays;
  private @Nullable Encryption encryption;
  private @Nullable Boolean checksums;
  private @Nullable Integer maxConnections;
  private long multipartThreshold = DEFAULT_MULTIPART_THRESHOLD;

  /** Where the proxy is looked for. */
  UnaryOperator<@Nullable String> environment = ProxyRule.OF_PROCESS;

  S3StoreBuilder() {
    super(Limits.DEFAULT.maxInFlight());
  }

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
   * Sets the bucket and the prefix.
   *
   * @param location {@code s3://bucket/prefix} or {@code s3://bucket}; a slash at the end is left
   *     out. Nothing in it is decoded.
   * @return this builder
   */
  public S3StoreBuilder uri(String location) {
    check(location.startsWith("s3://"), "'" + location + "' does not start with s3://");
    String path = location.substring("s3://".length());
    int slash = path.indexOf('/');
    bucket(slash < 0 ? path : path.substring(0, slash));
    String rest = slash < 0 ? "" : path.substring(slash + 1);
    return prefix(rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest);
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
    settings.region = name;
    return this;
  }

  /**
   * Sets the server, for storage that is not Amazon's.
   *
   * @param uri for example {@code http://localhost:9000}: a scheme, a host and perhaps a port and a
   *     path. By default what the AWS SDK finds ({@code AWS_ENDPOINT_URL_S3}, {@code
   *     AWS_ENDPOINT_URL}, the profile), or else the endpoint of the region.
   * @return this builder
   */
  public S3StoreBuilder endpoint(URI uri) {
    checkHost(uri, "endpoint");
    check(
        ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
            && uri.getHost() != null,
        "The endpoint is not an http or https URL with a host");
    // Not quoted in the message: it may hold a secret.
    check(
        uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null,
        "The endpoint has user info, a query or a fragment: set the credentials apart");
    settings.endpoint = uri;
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
    settings.pathStyle = inPath;
    return this;
  }

  /**
   * Sends requests without credentials, for public data.
   *
   * @return this builder
   */
  public S3StoreBuilder anonymous() {
    settings.credentials = Credentials.NONE;
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
    // Pasted, they often have a space or a line's end with them.
    settings.credentials = new Credentials.Given(new AccessKey(key.trim(), secret.trim(), null));
    return this;
  }

  /**
   * Sets temporary credentials.
   *
   * @param key the access key ID
   * @param secret the secret access key
   * @param sessionToken the session token
   * @return this builder
   */
  public S3StoreBuilder credentials(String key, String secret, String sessionToken) {
    check(
        !key.isBlank() && !secret.isBlank() && !sessionToken.isBlank(),
        "The credentials are blank");
    settings.credentials = new Credentials.Given(new AccessKey(key, secret, sessionToken));
    return this;
  }

  /**
   * Sets where credentials come from, for example a role that is assumed.
   *
   * @param provider asked for each request, so it should remember them. Closing the store leaves it
   *     open.
   * @return this builder
   */
  public S3StoreBuilder credentialsProvider(AwsCredentialsProvider provider) {
    settings.credentials = new SdkCredentials(provider);
    return this;
  }

  /**
   * Sets the profile of the AWS configuration files that the credentials, the region and the
   * endpoint come from, unless they are set here.
   *
   * @param name the profile's name; by default what {@code AWS_PROFILE} says
   * @return this builder
   */
  public S3StoreBuilder profile(String name) {
    check(!name.isBlank(), "The profile is blank");
    settings.profile = name;
    return this;
  }

  /**
   * Uses Amazon's dual-stack endpoints, which are reached by IPv6 too. Large objects are then not
   * put in parts.
   *
   * @param use true to use them; by default what the AWS SDK finds ({@code
   *     AWS_USE_DUALSTACK_ENDPOINT}, the profile)
   * @return this builder
   */
  public S3StoreBuilder dualStack(boolean use) {
    settings.dualStack = use;
    return this;
  }

  /**
   * Uses Amazon's FIPS 140 endpoints. Large objects are then not put in parts.
   *
   * @param use true to use them; by default what the AWS SDK finds ({@code AWS_USE_FIPS_ENDPOINT},
   *     the profile)
   * @return this builder
   */
  public S3StoreBuilder fips(boolean use) {
    settings.fips = use;
    return this;
  }

  /**
   * Uses S3 Transfer Acceleration, which the bucket must have enabled.
   *
   * @param use true to use it; false is the default
   * @return this builder
   */
  public S3StoreBuilder accelerate(boolean use) {
    settings.accelerate = use;
    return this;
  }

  /**
   * Agrees to pay for requests, as buckets of the kind "requester pays" want it.
   *
   * @param pays true to agree; false is the default
   * @return this builder
   */
  public S3StoreBuilder requesterPays(boolean pays) {
    requesterPays = pays;
    return this;
  }

  /**
   * Has what is put encrypted with keys of S3 (SSE-S3), whatever the bucket's default is.
   *
   * @return this builder
   */
  public S3StoreBuilder sseS3() {
    encryption = new Encryption(ServerSideEncryption.AES256, null);
    return this;
  }

  /**
   * Has what is put encrypted with the bucket's key of KMS (SSE-KMS).
   *
   * @return this builder
   */
  public S3StoreBuilder sseKms() {
    encryption = new Encryption(ServerSideEncryption.AWS_KMS, null);
    return this;
  }

  /**
   * Has what is put encrypted with a key of KMS (SSE-KMS).
   *
   * @param keyId the key's ID or ARN
   * @return this builder
   */
  public S3StoreBuilder sseKms(String keyId) {
    check(!keyId.isBlank(), "The key ID is blank");
    encryption = new Encryption(ServerSideEncryption.AWS_KMS, keyId);
    return this;
  }

  /**
   * Verifies objects by the checksums that S3 keeps of them, and sends a checksum with what is put,
   * which the server verifies.
   *
   * <p>An object whose CRC-32C, CRC-32, CRC-64/NVME, SHA-1 or SHA-256 does not fit is read again,
   * {@linkplain #maxAttempts as often as what fails for another transient reason}. Not verified are
   * objects without such a checksum, ranges of objects, objects that a listing shows to be large
   * and that are fetched in ranges, and objects that were written in parts and of which only the
   * parts have checksums. A put has a CRC-32C.
   *
   * @param use true to use them. By default they are used on Amazon's servers, which keep one of
   *     nearly all objects, and not with an {@link #endpoint} or a {@link #client}, because some
   *     servers refuse a request that asks for them.
   * @return this builder
   */
  public S3StoreBuilder checksums(boolean use) {
    checksums = use;
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
   * Bounds the connections. An eighth of them, at most 32, is for puts in parts, and is opened with
   * the first of these.
   *
   * @param connections how many, at least 1; by default {@link #maxInFlight} and an eighth more.
   *     With 1, no object is put in parts.
   * @return this builder
   */
  public S3StoreBuilder maxConnections(int connections) {
    check(connections > 0, "maxConnections is " + connections + ": it must be positive");
    maxConnections = connections;
    return this;
  }

  /**
   * Sets which objects are put in parts of 8 MiB side by side, over connections of their own. A put
   * on a condition is one request.
   *
   * @param bytes the size of the smallest such object, at least 1; by default 32 MiB. {@link
   *     Long#MAX_VALUE} for none.
   * @return this builder
   */
  public S3StoreBuilder multipartThreshold(long bytes) {
    check(bytes > 0, "multipartThreshold is " + bytes + ": it must be positive");
    multipartThreshold = bytes;
    return this;
  }

  /**
   * Brings a client of one's own, with its own region, endpoint, credentials and connections.
   *
   * <p>It is used for all objects, large ones too. It should not retry (the store does), should
   * allow {@link #maxInFlight} connections and should set both checksum options to {@code
   * WHEN_REQUIRED}. Its read timeout also counts the time a body waits for memory. Closing the
   * store leaves it open.
   *
   * @param own the client
   * @return this builder
   */
  public S3StoreBuilder client(S3AsyncClient own) {
    client = own;
    return this;
  }

  /**
   * Makes the store. Sends no request; a thread that ends by itself begins to load native code.
   *
   * @return a store, to be closed after use
   * @throws IllegalStateException if no bucket is set, no region is found, or both a client and
   *     what it would bring are set
   */
  public S3Store build() {
    if (bucket == null) {
      throw new IllegalStateException("No bucket is set: call bucket(name) or uri(location)");
    }
    FetchStore engine = engine(transport(bucket));
    return new S3Store(cached(engine), engine, prefix);
  }

  private Transport transport(String bucketName) {
    ProxyRule proxies = new ProxyRule(proxy(), environment);
    if (client != null) {
      settings.checkUnset();
      proxies.checkUnset();
      S3Requests requests = requests(bucketName, false);
      return new S3Transport(
          new S3Clients(client, requests),
          requests,
          SdkEndpoint.url(client, bucketName),
          multipartThreshold,
          hints(EnumSet.of(Option.CLIENT)),
          new ServerText(null));
    }
    S3Address address = settings.address();
    S3Requests requests = requests(bucketName, address.keepsChecksums());
    String root = address.url(bucketName);
    S3ClientOptions options = clientOptions(address, proxies.find(URI.create(root)));
    return new S3Transport(
        new S3Clients(options, requests, root),
        requests,
        root,
        multipartThreshold,
        hints(settings.set(address)),
        new ServerText(options.credentials()));
  }

  private S3Requests requests(String bucketName, boolean checksumsByDefault) {
    boolean useChecksums = checksums != null ? checksums : checksumsByDefault;
    return new S3Requests(bucketName, requesterPays, encryption, useChecksums);
  }

  private S3Hints hints(Set<Option> set) {
    return S3Hints.of(set, missingOnAccessDenied, requesterPays);
  }

  private S3ClientOptions clientOptions(S3Address address, @Nullable ProxyServer proxy) {
    return new S3ClientOptions(
        address,
        settings.credentials(),
        maxConnections == null
            ? Connections.forRequests(maxInFlight())
            : Connections.of(maxConnections, maxInFlight()),
        connectTimeout(),
        proxy,
        multipartThreshold);
  }
}
