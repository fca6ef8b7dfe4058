package dev.zarrasync.http;

import dev.zarrasync.http.HttpClientOptions.Connections;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.client.transport.HttpDestination;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnectionFactory.Info;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The Jetty client of one store, which starts with its first request. */
final class JettyClient implements AutoCloseable {

  private static final int MAX_THREADS = 64;
  private static final int MAX_HEADERS = 64 << 10;

  /** The engine bounds what is in flight; this only must not be less. */
  private static final int MAX_QUEUED = 1 << 20;

  /** What is read from a connection at once: less would be slow where bodies are large. */
  private static final int READ = 64 << 10;

  /** It is read a record at a time; what has room for one is decrypted into without a copy. */
  private static final int READ_TLS = 20 << 10;

  /** The client waits a little longer than the engine, whose error is the better one. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  private final HttpClientOptions options;

  // Guarded by this.
  private @Nullable HttpClient client;
  private boolean closed;

  JettyClient(HttpClientOptions options) {
    this.options = options;
  }

  /**
   * Starts the client if it has not started.
   *
   * @throws IllegalStateException if it is closed, or cannot start
   */
  synchronized HttpClient get() {
    if (closed) {
      throw new IllegalStateException("The client is closed");
    }
    if (client == null) {
      client = start();
    }
    return client;
  }

  private HttpClient start() {
    HttpClient jetty = new ProxiedClient(transport(), options.proxies());
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("zarr-http");
    threads.setDaemon(true);
    jetty.setExecutor(threads);
    jetty.setByteBufferPool(new ReadBuffers());
    jetty.setConnectTimeout(options.connectTimeout().toMillis());
    jetty.setIdleTimeout(options.requestTimeout().plus(SLACK).toMillis());
    // Hosts that redirects lead to are forgotten.
    jetty.setDestinationIdleTimeout(SLACK.toMillis());
    jetty.setMaxRequestsQueuedPerDestination(MAX_QUEUED);
    jetty.setMaxResponseHeadersSize(MAX_HEADERS);
    jetty.setResponseBufferSize(READ);
    jetty.setFollowRedirects(false);
    jetty.setHttpCookieStore(new HttpCookieStore.Empty());
    jetty.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "zarr-async"));
    try {
      jetty.start();
    } catch (Exception e) {
      throw new IllegalStateException("The client does not start", e);
    }
    // What a start adds: a decoder that knows no bounds, and one that fails an answer 401.
    jetty.getContentDecoderFactories().clear();
    jetty.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
    return jetty;
  }

  private HttpClientTransportDynamic transport() {
    ClientConnector connector = new ClientConnector();
    SslContextFactory.Client tls = new SslContextFactory.Client();
    if (options.tls() != null) {
      tls.setSslContext(options.tls());
    }
    connector.setSslContextFactory(tls);
    HTTP2Client http2 = new HTTP2Client(connector);
    HttpWindows.use(http2);
    http2.setInputBufferSize(HttpAddress.isSecure(options.root()) ? READ_TLS : READ);
    Info h2 = new ClientConnectionFactoryOverHTTP2.HTTP2(http2);
    Info h1 = HttpClientConnectionFactory.HTTP11;
    HttpClientTransportDynamic transport =
        switch (options.protocol()) {
          case AUTO -> new Negotiated(connector, h2, h1);
          case HTTP_1_1 -> new HttpClientTransportDynamic(connector, h1);
          case HTTP_2 -> new HttpClientTransportDynamic(connector, h2);
        };
    Connections connections = options.connections();
    transport.setConnectionPoolFactory(
        destination -> new HttpConnections((HttpDestination) destination, connections));
    return transport;
  }

  /** Returns at once: a function chained to a future, which may close, runs on a thread of it. */
  @Override
  public void close() {
    HttpClient started;
    synchronized (this) {
      closed = true;
      started = client;
      client = null;
    }
    if (started != null) {
      new Thread(() -> stop(started), "zarr-http-close").start();
    }
  }

  private static void stop(HttpClient started) {
    try {
      started.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The client does not stop", e);
    }
  }

  /** Speaks HTTP/1.1 with a server that knows no ALPN, where Jetty would try HTTP/2. */
  private static final class Negotiated extends HttpClientTransportDynamic {

    Negotiated(ClientConnector connector, Info preferred, Info other) {
      super(connector, preferred, other);
    }

    @Override
    public Connection newConnection(EndPoint endPoint, Map<String, Object> context)
        throws IOException {
      if (context.get(ClientConnector.APPLICATION_PROTOCOL_CONTEXT_KEY) == null) {
        Info http1 = HttpClientConnectionFactory.HTTP11;
        return http1.getClientConnectionFactory().newConnection(endPoint, context);
      }
      return super.newConnection(endPoint, context);
    }
  }
}
