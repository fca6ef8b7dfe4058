package dev.zarrasync.testing;

import dev.zarrasync.fetch.internal.ContentRange;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** A web server that has what a test puts there, and counts requests and connections. */
public final class WebServer implements AutoCloseable {

  /** What a server speaks. */
  public enum Speaks {
    /** HTTP/2 and HTTP/1.1 with TLS, by ALPN. */
    TLS,
    /** HTTP/2 without TLS. */
    H2C,
    /** HTTP/1.1 without TLS. */
    HTTP_1_1
  }

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

  private record Stored(ByteBuffer value, String etag) {}

  private final Map<String, Stored> objects = new ConcurrentHashMap<>();
  private final Map<String, String> redirects = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final Speaks speaks;
  private final Server server;
  private final ServerConnector connector;
  private volatile String lastVersion = "";
  private volatile Duration delay = Duration.ZERO;

  private WebServer(Speaks speaks, Handler.Wrapper outer, ConnectionFactory... factories) {
    this.speaks = speaks;
    QueuedThreadPool threads = new QueuedThreadPool(16);
    threads.setDaemon(true);
    threads.setName("web-server");
    this.server = new Server(threads);
    this.connector = new ServerConnector(server, 1, 1, factories);
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(1_000);
    connector.addBean(
        new SelectorManager.AcceptListener() {
          @Override
          public void onAccepting(SelectableChannel channel) {
            connections.incrementAndGet();
          }
        });
    server.addConnector(connector);
    outer.setHandler(new Objects());
    server.setHandler(outer);
  }

  /** Starts a server without objects. */
  public static WebServer start(Speaks speaks) throws Exception {
    return start(speaks, new Handler.Wrapper());
  }

  /** Starts a server without objects, whose requests go through a handler. */
  public static WebServer start(Speaks speaks, Handler.Wrapper outer) throws Exception {
    return start(speaks, outer, factories(speaks, Certificate.LOCALHOST));
  }

  /** Starts a server without objects that has a certificate of its own. */
  public static WebServer start(Speaks speaks, Certificate certificate) throws Exception {
    return start(speaks, factories(speaks, certificate));
  }

  /** Starts a server without objects that speaks as these do. */
  public static WebServer start(Speaks speaks, ConnectionFactory... factories) throws Exception {
    return start(speaks, new Handler.Wrapper(), factories);
  }

  private static WebServer start(
      Speaks speaks, Handler.Wrapper outer, ConnectionFactory... factories) throws Exception {
    WebServer server = new WebServer(speaks, outer, factories);
    server.server.start();
    return server;
  }

  private static ConnectionFactory[] factories(Speaks speaks, Certificate certificate) {
    HttpConfiguration config = new HttpConfiguration();
    config.setUriCompliance(UriCompliance.UNSAFE);
    config.setSendServerVersion(false);
    HttpConnectionFactory http1 = new HttpConnectionFactory(config);
    if (speaks == Speaks.HTTP_1_1) {
      return new ConnectionFactory[] {http1};
    }
    if (speaks == Speaks.H2C) {
      return new ConnectionFactory[] {new HTTP2CServerConnectionFactory(config)};
    }
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol(http1.getProtocol());
    return new ConnectionFactory[] {
      tls(certificate), alpn, new HTTP2ServerConnectionFactory(config), http1
    };
  }

  /** TLS, in which ALPN comes next. */
  public static SslConnectionFactory tls(Certificate certificate) {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStore(certificate.keys());
    tls.setKeyStorePassword(Certificate.PASSWORD);
    return new SslConnectionFactory(tls, "alpn");
  }

  /**
   * Listens with TLS for a server that has none.
   *
   * @param protocols which ones it speaks, by their names in ALPN
   */
  public static ServerSocket tlsListener(String... protocols) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(Certificate.LOCALHOST.keys(), Certificate.PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    SSLServerSocket listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 100, InetAddress.getLoopbackAddress());
    SSLParameters parameters = listener.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    listener.setSSLParameters(parameters);
    return listener;
  }

  /** What this server speaks. */
  public Speaks speaks() {
    return speaks;
  }

  /** The URL of the root, without a slash at its end. */
  public URI url() {
    return url("");
  }

  /** The URL of what is at a path, which starts with a slash. */
  public URI url(String path) {
    String scheme = speaks == Speaks.TLS ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + connector.getLocalPort() + path);
  }

  /** What a client of it must trust. */
  public static KeyStore trusted() {
    return Certificate.LOCALHOST.trusted();
  }

  /** Stores an object at a path, which starts with a slash. */
  public void put(String path, byte[] value) {
    String etag = "\"" + Integer.toHexString(Arrays.hashCode(value)) + "\"";
    objects.put(path, new Stored(ByteBuffer.wrap(value), etag));
  }

  /** Has a path redirect. */
  public void redirect(String path, String location) {
    redirects.put(path, location);
  }

  /** Answers late from now on. */
  public void answerAfter(Duration time) {
    delay = time;
  }

  /** Counts the requests so far. */
  public int requests() {
    return requests.get();
  }

  /** The version of HTTP that the last request was sent with. */
  public String lastVersion() {
    return lastVersion;
  }

  /** Counts the connections so far. */
  public int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }

  private final class Objects extends Handler.Abstract.NonBlocking {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      requests.incrementAndGet();
      lastVersion = request.getConnectionMetaData().getHttpVersion().asString();
      Runnable answer = () -> answer(request, response, callback);
      if (delay.isZero()) {
        answer.run();
      } else {
        // Not by the scheduler's only thread.
        Runnable later = () -> server.getThreadPool().execute(answer);
        server.getScheduler().schedule(later, delay.toMillis(), TimeUnit.MILLISECONDS);
      }
      return true;
    }

    private void answer(Request request, Response response, Callback callback) {
      String raw = request.getHttpURI().getPath().replace("+", "%2B");
      String path = URLDecoder.decode(raw, StandardCharsets.UTF_8);
      String location = redirects.get(path);
      if (location != null) {
        Response.sendRedirect(request, response, callback, location);
        return;
      }
      Stored stored = objects.get(path);
      if (stored == null) {
        response.setStatus(404);
        callback.succeeded();
        return;
      }
      response.getHeaders().put(HttpHeader.ETAG, stored.etag);
      String match = request.getHeaders().get(HttpHeader.IF_MATCH);
      if (match != null && !match.equals(stored.etag)) {
        response.setStatus(412);
        callback.succeeded();
      } else if (stored.etag.equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
        response.setStatus(304);
        callback.succeeded();
      } else {
        send(stored.value, request.getHeaders().get(HttpHeader.RANGE), response, callback);
      }
    }

    private void send(
        ByteBuffer value, @Nullable String range, Response response, Callback callback) {
      Matcher matcher = RANGE.matcher(range == null ? "" : range);
      int size = value.remaining();
      ContentRange part = new ContentRange(0, size, size);
      if (matcher.matches()) {
        part = part(matcher.group(1), matcher.group(2), size);
        if (part.length() <= 0) {
          response.setStatus(416);
          callback.succeeded();
          return;
        }
        response.setStatus(206);
        response
            .getHeaders()
            .put(
                HttpHeader.CONTENT_RANGE,
                "bytes %d-%d/%d".formatted(part.start(), part.end() - 1, part.size()));
      }
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, part.length());
      response.write(true, value.slice((int) part.start(), (int) part.length()), callback);
    }

    private static ContentRange part(String first, String last, long size) {
      if (first.isEmpty()) {
        return new ContentRange(Math.max(0, size - Long.parseLong(last)), size, size);
      }
      long end = last.isEmpty() ? size : Math.min(size - 1, Long.parseLong(last)) + 1;
      return new ContentRange(Math.min(size, Long.parseLong(first)), end, size);
    }
  }
}
