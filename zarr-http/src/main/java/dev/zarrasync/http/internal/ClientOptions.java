package dev.zarrasync.http.internal;

import dev.zarrasync.remote.internal.ProxyServer;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a client connects.
 *
 * @param version which versions of HTTP it speaks
 * @param connections how many there are at most
 * @param connectTimeout how long a connection may take to be made
 * @param trusted whom to trust, or null for whom the JVM trusts
 * @param tls makes the TLS connections in place of what trusts those, or null
 * @param proxies finds the proxy for a URL, or null for none
 */
public record ClientOptions(
    Version version,
    Connections connections,
    Duration connectTimeout,
    @Nullable KeyStore trusted,
    @Nullable SSLContext tls,
    Function<URI, @Nullable ProxyServer> proxies) {

  /** Which versions of HTTP a client speaks. */
  public enum Version {
    /** With TLS that which the server prefers, by ALPN (RFC 7301); otherwise HTTP/1.1. */
    NEGOTIATED,
    /** HTTP/1.1 only. */
    HTTP_1_1,
    /** HTTP/2 only: without TLS, the server is known to speak it. */
    HTTP_2
  }

  /**
   * How many connections there are to a host at most.
   *
   * @param http2 over HTTP/2, each of which carries many requests at once
   * @param http1 over HTTP/1.1, each of which carries one
   */
  public record Connections(int http2, int http1) {

    /** More would not be faster over HTTP/2; over HTTP/1.1 few servers would like more. */
    public static final Connections DEFAULT = new Connections(8, 256);

    int most() {
      return Math.max(http2, http1);
    }
  }

  /**
   * Says whether whom to trust was said.
   *
   * @return false if the JVM decides
   */
  public boolean trustIsSet() {
    return trusted != null || tls != null;
  }
}
