package dev.zarrasync.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zarrasync.fetch.FetchStore;
import dev.zarrasync.http.internal.ClientOptions;
import dev.zarrasync.http.internal.ClientOptions.Connections;
import dev.zarrasync.http.internal.ClientOptions.Version;
import dev.zarrasync.http.internal.Header;
import dev.zarrasync.remote.RemoteStoreBuilder;
import dev.zarrasync.remote.internal.ProxyRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Describes an {@link HttpStore}. Only the base URL is required.
 *
 * <pre>{@code
 * URI base = URI.create("https://example.org/images/plate-1");
 * try (HttpStore store = HttpStore.builder().base(base).build()) {
 *   store.get("0/.zarray");
 * }
 * }</pre>
 *
 * <p>Headers, credentials and the query are sent to the host and port of the base URL only, never
 * to where a redirect leads, and are never part of a message.
 *
 * <p>Each method throws {@link IllegalArgumentException} for a value that cannot be right. Not safe
 * for use by many threads at once.
 */
public final class HttpStoreBuilder extends RemoteStoreBuilder<HttpStoreBuilder> {

  /** What HTTP/2 buys is many requests in flight over few connections. */
  private static final int DEFAULT_MAX_IN_FLIGHT = 512;

  private static final String AUTHORIZATION = "Authorization";

  /** What the store itself says in its requests. */
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "accept-encoding",
          "connection",
          "content-length",
          "host",
          "if-match",
          "if-none-match",
          "proxy-authorization",
          "range",
          "te",
          "transfer-encoding",
          "upgrade");

  private @Nullable URI base;
  private String query = "";
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private @Nullable URI bucket;
  private HttpProtocol protocol = HttpProtocol.AUTO;
  private Connections connections = Connections.DEFAULT;
  private @Nullable SSLContext tls;
  private @Nullable KeyStore trusted;
  private boolean checksums = true;
  private boolean missingOnAccessDenied;
  private boolean missingOnAnyNotFound;

  /** Where the proxy is looked for. */
  UnaryOperator<@Nullable String> environment = ProxyRule.OF_PROCESS;

  HttpStoreBuilder() {
    super(DEFAULT_MAX_IN_FLIGHT);
  }

  /**
   * Sets the URL that keys are under.
   *
   * @param uri for example {@code https://example.org/images}; whether it ends in a slash makes no
   *     difference. User info in it is taken for {@link #basicAuth}, a query for {@link #query}.
   * @return this builder
   */
  public HttpStoreBuilder base(URI uri) {
    checkHost(uri, "base");
    check(isHttp(uri), "The base is not an http or https URL with a host");
    check(uri.getRawFragment() == null, "The base has a fragment, which no server is sent");
    base = uri;
    if (uri.getUserInfo() != null) {
      String[] user = uri.getUserInfo().split(":", 2);
      basicAuth(user[0], user.length == 2 ? user[1] : "");
    }
    return uri.getRawQuery() == null ? this : query(uri.getRawQuery());
  }

  /**
   * Sets what each URL ends in, for example the token of a signature that all of a directory share
   * (SAS).
   *
   * @param suffix the query as it is sent, with or without its question mark; {@code ""}, the
   *     default, for none
   * @return this builder
   */
  public HttpStoreBuilder query(String suffix) {
    String raw = suffix.startsWith("?") ? suffix.substring(1) : suffix;
    check(isQuery(raw), "That is not a query of a URL");
    query = raw;
    return this;
  }

  /**
   * Sends a header with each request.
   *
   * @param name the header's name; it replaces a header of the same name
   * @param value the header's value
   * @return this builder
   */
  public HttpStoreBuilder header(String name, String value) {
    check(name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+"), "'" + name + "' is not a header's name");
    check(!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT)), "The store itself sets " + name);
    check(value.matches("[\\t\\x20-\\x7e]*"), "The value of " + name + " has other than ASCII");
    headers.put(name, value);
    return this;
  }

  /**
   * Sends a bearer token with each request (RFC 6750).
   *
   * @param token the token
   * @return this builder
   */
  public HttpStoreBuilder bearerToken(String token) {
    check(token.matches("[A-Za-z0-9._~+/=-]+"), "That is not a bearer token");
    return header(AUTHORIZATION, "Bearer " + token);
  }

  /**
   * Sends a user and a password with each request, without being asked for them (RFC 7617).
   *
   * @param user the user, without a colon
   * @param password the password
   * @return this builder
   */
  public HttpStoreBuilder basicAuth(String user, String password) {
    check(user.indexOf(':') < 0, "The user has a colon");
    byte[] pair = (user + ":" + password).getBytes(UTF_8);
    return header(AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /**
   * Lists the store as S3 lists a bucket ({@code ListObjectsV2}), so that reads need not ask for
   * what is missing. By default the store does so once an answer of the server has shown that it
   * speaks as S3 does (a first listing asks it), and supposes the bucket in the host's name where
   * that has the label {@code s3}, or else in the path.
   *
   * @param url the URL of the bucket, which that of the store starts with
   * @return this builder
   */
  public HttpStoreBuilder listing(URI url) {
    checkHost(url, "bucket");
    check(
        isHttp(url) && url.getRawQuery() == null && url.getRawFragment() == null,
        "The bucket is not an http or https URL with a host and without a query");
    bucket = root(url);
    return this;
  }

  /**
   * Sets which version of HTTP to speak.
   *
   * @param version by default {@link HttpProtocol#AUTO}
   * @return this builder
   */
  public HttpStoreBuilder protocol(HttpProtocol version) {
    protocol = version;
    return this;
  }

  /**
   * Sets whom to trust, and who to be. Native code cannot use a context: requests are sent by the
   * JDK's client then, which takes several times the processor time. Where whom to trust is all
   * that is to be said, {@link #trustStore} is better.
   *
   * @param context makes the TLS connections; by default the JVM's, which trusts well-known
   *     authorities
   * @return this builder
   */
  public HttpStoreBuilder sslContext(SSLContext context) {
    tls = context;
    trusted = null;
    return this;
  }

  /**
   * Sets whom to trust.
   *
   * @param certificates those of authorities, or of servers themselves
   * @return this builder
   */
  public HttpStoreBuilder trustStore(KeyStore certificates) {
    try {
      TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()).init(certificates);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("The trust store cannot be used", e);
    }
    trusted = certificates;
    tls = null;
    return this;
  }

  /**
   * Bounds the connections to each host.
   *
   * @param most how many of each version, at least 1; by default 8 that speak HTTP/2, and 256 that
   *     speak HTTP/1.1, over which each carries one request at a time
   * @return this builder
   */
  public HttpStoreBuilder maxConnections(int most) {
    check(most > 0, "maxConnections is " + most + ": it must be positive");
    connections = new Connections(most, most);
    return this;
  }

  /**
   * Verifies whole objects by what the server sends of their bytes: the CRC-32C of Google Cloud
   * Storage, a {@code Repr-Digest} of SHA-256, or else a {@code Content-MD5}. What does not fit is
   * read again, as often as {@link #maxAttempts} says. Ranges, and what the server encodes with
   * gzip, are not verified.
   *
   * @param use true to verify them, the default, because it needs no further request; false where a
   *     server is known to send wrong ones
   * @return this builder
   */
  public HttpStoreBuilder checksums(boolean use) {
    checksums = use;
    return this;
  }

  /**
   * Takes a denied read for a missing key.
   *
   * <p>Some servers answer 403 rather than 404 for a missing key: buckets that one may not list do.
   * A 403 whose error code is another than {@code AccessDenied} stays an error, and so does one
   * that comes from something else than the server that has the data. The price: without any
   * permission, every key is missing.
   *
   * @param missing true for missing; false, the default, for an error
   * @return this builder
   */
  public HttpStoreBuilder missingOnAccessDenied(boolean missing) {
    missingOnAccessDenied = missing;
    return this;
  }

  /**
   * Takes each 404 and 410 for a missing key, whoever sends it and whatever it says.
   *
   * <p>By default one is an error that is of another error code than that of a missing key, or that
   * comes from something else than the server that has the data. Set this where missing keys are
   * answered so, for example by a fallback of another server. The price: while a gateway answers in
   * place of the server, every key is missing.
   *
   * @param missing true for missing; false, the default, for an error where that can be told
   * @return this builder
   */
  public HttpStoreBuilder missingOnAnyNotFound(boolean missing) {
    missingOnAnyNotFound = missing;
    return this;
  }

  /**
   * Makes the store. Sends no request; a thread that ends by itself begins to load native code.
   *
   * @return a store, to be closed after use
   * @throws IllegalStateException if no base is set, or a variable of the environment names a proxy
   *     that is none
   * @throws IllegalArgumentException if the store is not in the bucket that it is to be listed at
   */
  public HttpStore build() {
    if (base == null) {
      throw new IllegalStateException("No base is set: call base(uri)");
    }
    FetchStore engine = engine(transport(root(base)));
    return new HttpStore(cached(engine), engine);
  }

  private HttpTransport transport(URI root) {
    ProxyRule proxies = new ProxyRule(proxy(), environment);
    var unused = proxies.find(root); // Fails here rather than in the first request.
    List<Header> fields = new ArrayList<>();
    headers.forEach((name, value) -> fields.add(new Header(name, value)));
    return new HttpTransport(
        new HttpAddress(root, query, fields),
        bucket == null ? null : HttpListing.at(bucket, root),
        new MissingKeys(new KnownServers(), missingOnAccessDenied, missingOnAnyNotFound),
        checksums,
        new ClientOptions(version(), connections, connectTimeout(), trusted, tls, proxies::find));
  }

  private Version version() {
    return switch (protocol) {
      case AUTO -> Version.NEGOTIATED;
      case HTTP_1_1 -> Version.HTTP_1_1;
      case HTTP_2 -> Version.HTTP_2;
    };
  }

  /** Without what is not for everyone to see. */
  private static URI root(URI uri) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String server = uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost() + port;
    return URI.create(server + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path));
  }

  private static boolean isHttp(URI uri) {
    return ("http".equalsIgnoreCase(uri.getScheme()) || HttpAddress.isSecure(uri))
        && uri.getHost() != null;
  }

  private static boolean isQuery(String raw) {
    try {
      return raw.equals(new URI("http://host/?" + raw).getRawQuery());
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
