package dev.zarrasync.http;

import dev.zarrasync.remote.ProxyServer;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How the client connects. It neither retries nor follows redirects: the transport does.
 *
 * @param root the URL of the store
 * @param protocol which version of HTTP
 * @param connections how many at most
 * @param requestTimeout how long a connection may be silent
 * @param connectTimeout how long a connection may take to be made
 * @param tls whom to trust, or null for what the JVM trusts
 * @param proxies finds the proxy for a URL, or null for none
 */
record HttpClientOptions(
    URI root,
    HttpProtocol protocol,
    Connections connections,
    Duration requestTimeout,
    Duration connectTimeout,
    @Nullable SSLContext tls,
    Function<URI, @Nullable ProxyServer> proxies) {

  /**
   * How many connections there are to a host.
   *
   * @param http2 over HTTP/2, each of which carries many requests at once
   * @param http1 over HTTP/1.1, each of which carries one
   */
  record Connections(int http2, int http1) {

    /** More would not be faster over HTTP/2. What HTTP/1.1 may want, few servers would like. */
    static final Connections DEFAULT = new Connections(8, 64);

    int most() {
      return Math.max(http2, http1);
    }
  }
}
