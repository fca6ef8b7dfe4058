package dev.zarrasync.remote;

import dev.zarrasync.cache.CacheOptions;
import dev.zarrasync.cache.CachingStore;
import dev.zarrasync.fetch.FetchOptions;
import dev.zarrasync.fetch.FetchStore;
import dev.zarrasync.fetch.Transport;
import dev.zarrasync.remote.internal.ProxyServer;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.internal.Durations;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Describes a store on a server: its limits, times, retries and cache.
 *
 * <p>Each method throws {@link IllegalArgumentException} for a value that cannot be right. Not safe
 * for use by many threads at once.
 *
 * @param <B> the builder of the store
 */
public abstract class RemoteStoreBuilder<B extends RemoteStoreBuilder<B>> {

  private static final long MIB = 1 << 20;

  private int maxInFlight;
  private long maxBytesInFlight = Math.min(256 * MIB, Runtime.getRuntime().maxMemory() / 8);
  private long cacheBytes = Math.min(64 * MIB, Runtime.getRuntime().maxMemory() / 16);
  private @Nullable Duration revalidateAfter;
  private FetchOptions fetch = FetchOptions.DEFAULT;
  private Duration connectTimeout = Duration.ofSeconds(10);
  private @Nullable URI proxy;

  /**
   * Sets the defaults.
   *
   * @param maxInFlight that of {@link #maxInFlight(int)}
   */
  protected RemoteStoreBuilder(int maxInFlight) {
    this.maxInFlight = maxInFlight;
  }

  @SuppressWarnings("unchecked") // A builder extends this with itself.
  private B self() {
    return (B) this;
  }

  /**
   * Bounds the requests in flight.
   *
   * @param requests how many, at least 1; by default 256 on S3, where an object that is put in
   *     parts counts as one, and 512 over HTTP. There are fewer while the server asks to slow down.
   * @return this builder
   */
  public B maxInFlight(int requests) {
    check(requests > 0, "maxInFlight is " + requests + ": it must be positive");
    maxInFlight = requests;
    return self();
  }

  /**
   * Bounds the memory of bodies that are being received. Large ones that broke off may hold a
   * quarter more, until their rest has come.
   *
   * @param bytes how many, at least 1; by default 256 MiB, or an eighth of the maximum heap if that
   *     is less
   * @return this builder
   */
  public B maxBytesInFlight(long bytes) {
    check(bytes > 0, "maxBytesInFlight is " + bytes + ": it must be positive");
    maxBytesInFlight = bytes;
    return self();
  }

  /**
   * Bounds the cache.
   *
   * @param bytes how many, 0 to remember nothing; by default 64 MiB, or a sixteenth of the maximum
   *     heap if that is less
   * @return this builder
   */
  public B cacheBytes(long bytes) {
    check(bytes >= 0, "cacheBytes is " + bytes + ": it must not be negative");
    cacheBytes = bytes;
    return self();
  }

  /**
   * Sets how old what is in the cache may be. When it is older, the server is asked for it again,
   * and sends it only if it has changed.
   *
   * @param age a time, zero for asking each time. By default what is in the cache is not asked for
   *     again for a day: right for data that no one else changes.
   * @return this builder
   */
  public B revalidateAfter(Duration age) {
    check(
        !age.isNegative(),
        "revalidateAfter is " + Durations.text(age) + ": it must not be negative");
    revalidateAfter = age;
    return self();
  }

  /**
   * Bounds one attempt of a request, from when it is sent to the end of the answer's body,
   * redirects included.
   *
   * @param timeout a positive time; by default a minute
   * @return this builder
   */
  public B requestTimeout(Duration timeout) {
    fetch = fetch.attemptTimeout(timeout);
    return self();
  }

  /**
   * Bounds the time to connect and, on S3, after it that of the TLS handshake.
   *
   * @param timeout a positive time; by default 10 seconds
   * @return this builder
   */
  public B connectTimeout(Duration timeout) {
    check(!timeout.isNegative() && !timeout.isZero(), "The connect timeout is not positive");
    connectTimeout = timeout;
    return self();
  }

  /**
   * Sets how often a request that fails for a transient reason is sent. One that a server says it
   * has not processed is sent again without being counted.
   *
   * @param attempts how often at most, at least 1; by default 100, so that the {@link #deadline}
   *     comes first
   * @return this builder
   */
  public B maxAttempts(int attempts) {
    fetch = fetch.maxAttempts(attempts);
    return self();
  }

  /**
   * Bounds an operation with all its attempts, from when the first is sent to the end of the last.
   *
   * @param time a positive time; by default two minutes, in which a server may be away for half a
   *     minute and the operation still succeed. An attempt never takes longer.
   * @return this builder
   */
  public B deadline(Duration time) {
    fetch = fetch.deadline(time);
    return self();
  }

  /**
   * Bounds how long an attempt of a get hears nothing from the server. Then it ends, and the next
   * begins. The time that a body waits for memory does not count.
   *
   * @param time a positive time; by default 20 seconds
   * @return this builder
   */
  public B stallTimeout(Duration time) {
    fetch = fetch.stallTimeout(time);
    return self();
  }

  /**
   * Sends a get a second time that takes longer than 95 % of the recent ones, if it is of up to 256
   * KiB or of unknown size. The first answer counts, and the other request is aborted.
   *
   * @param on true to do so, at the cost of up to 5 % more requests; false is the default
   * @return this builder
   */
  public B hedging(boolean on) {
    fetch = fetch.hedging(on);
    return self();
  }

  /**
   * Sends all requests through an HTTP proxy.
   *
   * @param uri for example {@code http://user:password@proxy.example.org:3128}. By default the one
   *     of the JVM's system properties ({@code https.proxyHost} and so on), or else of the
   *     environment ({@code https_proxy}, {@code http_proxy}, {@code no_proxy}).
   * @return this builder
   */
  public B proxy(URI uri) {
    checkHost(uri, "proxy");
    check(ProxyServer.of(uri) != null, "The proxy is not an http or https URL with a host");
    proxy = uri;
    return self();
  }

  /**
   * Returns the proxy that was set.
   *
   * @return its URL, or null for none
   */
  protected final @Nullable URI proxy() {
    return proxy;
  }

  /**
   * Returns the bound on requests in flight.
   *
   * @return how many
   */
  protected final int maxInFlight() {
    return maxInFlight;
  }

  /**
   * Returns the bound on connecting.
   *
   * @return a positive time
   */
  protected final Duration connectTimeout() {
    return connectTimeout;
  }

  /**
   * Puts the limits and retries around a transport.
   *
   * @param transport sends the requests; closed with the store
   * @return a store
   */
  protected final FetchStore engine(Transport transport) {
    return new FetchStore(transport, fetch.limits(new Limits(maxInFlight, maxBytesInFlight)));
  }

  /**
   * Puts the cache around what sends requests.
   *
   * @param engine from {@link #engine}; closed with the store
   * @return a store
   */
  protected final CachingStore cached(FetchStore engine) {
    return new CachingStore(
        engine, CacheOptions.ofBytes(cacheBytes).revalidateAfter(revalidateAfter));
  }

  /**
   * Checks that no underscore keeps Java from finding the host in a URL. The message quotes the
   * host alone.
   *
   * @param url a URL
   * @param of what it is the URL of
   * @throws IllegalArgumentException if one does
   */
  protected static void checkHost(URI url, String of) {
    String host =
        String.valueOf(url.getRawAuthority()).replaceFirst(".*@", "").replaceFirst(":\\d*$", "");
    check(
        url.getHost() != null || !host.contains("_"),
        "The host '"
            + host
            + "' of the "
            + of
            + " has an underscore, which no name of a host may have (RFC 1123, section 2.1). Use"
            + " another name of it, such as one in /etc/hosts, or its address; for a bucket, the"
            + " URL that has its name in the path");
  }

  /**
   * Checks an argument.
   *
   * @param valid whether it can be right
   * @param problem what is wrong with it if not
   * @throws IllegalArgumentException if it is not valid
   */
  protected static void check(boolean valid, String problem) {
    if (!valid) {
      throw new IllegalArgumentException(problem);
    }
  }
}
