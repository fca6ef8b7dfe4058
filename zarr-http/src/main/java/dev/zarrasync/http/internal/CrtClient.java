package dev.zarrasync.http.internal;

import dev.zarrasync.remote.internal.ProxyServer;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.crt.http.HttpClientConnectionManagerOptions;
import software.amazon.awssdk.crt.http.HttpProxyOptions;
import software.amazon.awssdk.crt.http.HttpProxyOptions.HttpProxyAuthorizationType;
import software.amazon.awssdk.crt.io.ClientBootstrap;
import software.amazon.awssdk.crt.io.SocketOptions;
import software.amazon.awssdk.crt.io.TlsContext;

/** The client of the AWS Common Runtime, with connections to each host that is asked. */
final class CrtClient implements HttpClient {

  /** Hosts that redirects lead to are forgotten when there are more. */
  private static final int MOST_HOSTS = 16;

  private final ClientOptions options;

  // Guarded by this.
  private final Map<String, CrtPool> pools = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable TlsContext tls;
  private @Nullable SocketOptions socket;
  private boolean closed;

  CrtClient(ClientOptions options) {
    this.options = options;
  }

  @Override
  public Call call(HttpRequest request, Receiver receiver) {
    return new CrtCall(pool(request.uri()), request, receiver);
  }

  private static boolean isSecure(URI uri) {
    return uri.getScheme().equalsIgnoreCase("https");
  }

  private synchronized CrtPool pool(URI uri) {
    if (closed) {
      throw new IllegalStateException("The client is closed");
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : isSecure(uri) ? 443 : 80;
    String host = scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    CrtPool pool = pools.get(host);
    if (pool == null) {
      pool = open(URI.create(host), isSecure(uri));
      pools.put(host, pool);
      forgetIdle();
    }
    return pool;
  }

  private void forgetIdle() {
    if (pools.size() > MOST_HOSTS) {
      pools.values().stream()
          .filter(CrtPool::isIdle)
          .findFirst()
          .ifPresent(
              idle -> {
                pools.values().remove(idle);
                idle.close();
              });
    }
  }

  private CrtPool open(URI host, boolean secure) {
    SocketOptions connecting = socket;
    if (connecting == null) {
      connecting = new SocketOptions();
      CrtRuntime.acquire();
      connecting.connectTimeoutMs =
          (int) Math.min(Integer.MAX_VALUE, options.connectTimeout().toMillis());
      socket = connecting;
    }
    ProxyServer proxy = options.proxies().apply(host);
    // Without TLS, a proxy is sent the requests as they are.
    boolean isForwarded = proxy != null && !secure;
    URI server = isForwarded ? URI.create(proxy.toString()) : host;
    HttpClientConnectionManagerOptions connections =
        new HttpClientConnectionManagerOptions()
            .withClientBootstrap(ClientBootstrap.getOrCreateStaticDefault())
            .withSocketOptions(connecting)
            .withTlsContext(isSecure(server) ? tls() : null)
            .withUri(server)
            .withPort(server.getPort())
            .withProxyOptions(proxy == null || isForwarded ? null : through(proxy))
            .withManualWindowManagement(true)
            .withWindowSize(WINDOW);
    Supplier<@Nullable NoAnswer> check =
        secure && proxy == null ? new HandshakeCheck(host, options) : null;
    return new CrtPool(connections, options, secure, isForwarded ? proxy : null, check);
  }

  private record HandshakeCheck(URI host, ClientOptions options)
      implements Supplier<@Nullable NoAnswer> {

    @Override
    public @Nullable NoAnswer get() {
      return CrtTls.check(host, options);
    }
  }

  private TlsContext tls() {
    TlsContext context = tls;
    if (context == null) {
      context = CrtTls.context(options);
      tls = context;
    }
    return context;
  }

  private HttpProxyOptions through(ProxyServer server) {
    HttpProxyOptions proxy = new HttpProxyOptions();
    proxy.setHost(server.host().replaceAll("[\\[\\]]", ""));
    proxy.setPort(server.port());
    if (server.secure()) {
      proxy.setTlsContext(tls());
    }
    if (server.user() != null) {
      proxy.setAuthorizationType(HttpProxyAuthorizationType.Basic);
      proxy.setAuthorizationUsername(server.user());
      proxy.setAuthorizationPassword(server.password());
    }
    return proxy;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    // No other is opened any more.
    pools.values().forEach(CrtPool::close);
    if (tls != null) {
      tls.close();
    }
    if (socket != null) {
      socket.close();
      CrtRuntime.release();
    }
  }
}
