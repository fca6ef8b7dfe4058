package dev.zarrasync.http.internal;

import dev.zarrasync.http.internal.ClientOptions.Version;
import dev.zarrasync.http.internal.NoAnswer.Scope;
import dev.zarrasync.remote.internal.ProxyServer;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow.Subscription;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's client, which takes several times the processor time. It bounds no connections over
 * HTTP/1.1 and fails requests that are too many for a connection over HTTP/2: so it gets few at
 * once. Without TLS it cannot know that a server speaks HTTP/2, and asks it.
 */
final class JdkClient implements HttpClient {

  private static final int MOST_AT_ONCE = 64;

  /** What the client lets nobody else say. */
  private static final Set<String> OF_CLIENT = Set.of("connection", "content-length", "host");

  private final ClientOptions options;
  private final int most;

  // Guarded by this.
  private final Deque<JdkCall> queue = new ArrayDeque<>();
  private final Set<JdkCall> sent = new HashSet<>();
  private java.net.http.@Nullable HttpClient client;
  private @Nullable ExecutorService threads;
  private boolean closed;

  JdkClient(ClientOptions options) {
    this.options = options;
    this.most = Math.min(MOST_AT_ONCE, options.connections().http1());
  }

  @Override
  public synchronized Call call(HttpRequest request, Receiver receiver) {
    if (closed) {
      throw new IllegalStateException("The client is closed");
    }
    return new JdkCall(request, receiver);
  }

  private java.net.http.HttpClient client() {
    java.net.http.HttpClient open = client;
    if (open == null) {
      threads = Executors.newCachedThreadPool(JdkClient::newThread);
      var builder =
          java.net.http.HttpClient.newBuilder()
              .executor(threads)
              .connectTimeout(options.connectTimeout())
              .proxy(new Proxies());
      SSLContext tls = tls();
      open = (tls == null ? builder : builder.sslContext(tls)).build();
      client = open;
    }
    return open;
  }

  private static Thread newThread(Runnable run) {
    Thread thread = new Thread(run, "zarr-http");
    thread.setDaemon(true);
    return thread;
  }

  private @Nullable SSLContext tls() {
    KeyStore trusted = options.trusted();
    if (options.tls() != null || trusted == null) {
      return options.tls();
    }
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The certificates to trust cannot be used", e);
    }
  }

  private void proceed() {
    while (true) {
      JdkCall next;
      java.net.http.HttpClient open;
      synchronized (this) {
        if (queue.isEmpty() || sent.size() >= most || closed) {
          return;
        }
        next = queue.remove();
        sent.add(next);
        open = client();
      }
      next.start(open);
    }
  }

  @Override
  public void close() {
    List<JdkCall> waiting;
    List<JdkCall> underWay;
    ExecutorService started;
    synchronized (this) {
      closed = true;
      waiting = List.copyOf(queue);
      queue.clear();
      underWay = List.copyOf(sent);
      started = threads;
      client = null; // Its last thread ends when nothing knows it any more.
    }
    NoAnswer end = new NoAnswer(Kind.CLOSED, Scope.REQUEST, "the client is closed", null);
    waiting.forEach(call -> call.receiver.end(end));
    underWay.forEach(JdkCall::abort);
    if (started != null) {
      started.shutdown();
    }
  }

  private final class JdkCall implements Call {

    private final HttpRequest request;
    private final Receiver receiver;
    private final boolean http2;
    private final CompletableFuture<Void> body = new CompletableFuture<>();

    // Guarded by this.
    private @Nullable CompletableFuture<?> answer;
    private @Nullable Subscription parts;
    private long room = WINDOW;
    private boolean isAsked;
    private boolean aborted;

    JdkCall(HttpRequest request, Receiver receiver) {
      this.request = request;
      this.receiver = receiver;
      this.http2 =
          options.version() == Version.HTTP_2
              || (options.version() == Version.NEGOTIATED
                  && request.uri().getScheme().equalsIgnoreCase("https"));
    }

    @Override
    public void send() {
      synchronized (JdkClient.this) {
        queue.add(this);
      }
      proceed();
    }

    void start(java.net.http.HttpClient open) {
      receiver.sent();
      CompletableFuture<HttpResponse<Void>> sending;
      try {
        sending = open.sendAsync(message(), head -> receive(head));
      } catch (RuntimeException e) {
        sending = CompletableFuture.failedFuture(e);
      }
      boolean isLate;
      synchronized (this) {
        answer = sending;
        isLate = aborted;
      }
      var unused = sending.whenComplete((response, failure) -> over(failure));
      if (isLate) {
        sending.cancel(true);
      }
    }

    private java.net.http.HttpRequest message() {
      var message =
          java.net.http.HttpRequest.newBuilder(request.uri())
              .method(request.method(), body())
              .version(
                  http2
                      ? java.net.http.HttpClient.Version.HTTP_2
                      : java.net.http.HttpClient.Version.HTTP_1_1);
      request.headers().stream()
          .filter(header -> !OF_CLIENT.contains(header.name().toLowerCase(Locale.ROOT)))
          .forEach(header -> message.setHeader(header.name(), header.value()));
      ProxyServer proxy = options.proxies().apply(request.uri());
      if (proxy != null && proxy.user() != null) {
        message.setHeader("Proxy-Authorization", CrtCall.basicAuth(proxy));
      }
      return message.build();
    }

    private BodyPublisher body() {
      ByteBuffer bytes = request.body();
      if (bytes == null) {
        return BodyPublishers.noBody();
      }
      byte[] all = new byte[bytes.remaining()];
      bytes.duplicate().get(all);
      return BodyPublishers.ofByteArray(all);
    }

    private HttpResponse.BodySubscriber<Void> receive(HttpResponse.ResponseInfo info) {
      List<Header> headers = new ArrayList<>();
      info.headers()
          .map()
          .forEach((name, values) -> values.forEach(v -> headers.add(new Header(name, v))));
      boolean isHttp2 = info.version() == java.net.http.HttpClient.Version.HTTP_2;
      receiver.head(new Head(info.statusCode(), isHttp2, headers));
      return new Parts();
    }

    private void over(@Nullable Throwable failure) {
      synchronized (JdkClient.this) {
        sent.remove(this);
      }
      proceed();
      receiver.end(failure == null ? null : JdkClient.meaning(failure));
    }

    @Override
    public void grant(long bytes) {
      synchronized (this) {
        room += bytes;
      }
      ask();
    }

    private void ask() {
      Subscription next;
      synchronized (this) {
        if (parts == null || isAsked || room <= 0) {
          return;
        }
        isAsked = true;
        next = parts;
      }
      next.request(1);
    }

    @Override
    public boolean isHttp2() {
      return http2;
    }

    @Override
    public void abort() {
      synchronized (JdkClient.this) {
        if (queue.remove(this)) {
          return;
        }
      }
      CompletableFuture<?> sending;
      Subscription receiving;
      synchronized (this) {
        aborted = true;
        sending = answer;
        receiving = parts;
      }
      if (receiving != null) {
        receiving.cancel();
      }
      if (sending != null) {
        sending.cancel(true);
      }
    }

    /** Asks for one part after the other, as long as there is room. */
    private final class Parts implements HttpResponse.BodySubscriber<Void> {

      @Override
      public CompletionStage<Void> getBody() {
        return body;
      }

      @Override
      public void onSubscribe(Subscription subscription) {
        synchronized (JdkCall.this) {
          parts = subscription;
        }
        ask();
      }

      @Override
      public void onNext(List<ByteBuffer> next) {
        for (ByteBuffer part : next) {
          synchronized (JdkCall.this) {
            room -= part.remaining();
          }
          receiver.bytes(part);
        }
        synchronized (JdkCall.this) {
          isAsked = false;
        }
        ask();
      }

      @Override
      public void onError(Throwable failure) {
        body.completeExceptionally(failure);
      }

      @Override
      public void onComplete() {
        body.complete(null);
      }
    }
  }

  private final class Proxies extends ProxySelector {

    @Override
    public List<Proxy> select(URI uri) {
      ProxyServer server = options.proxies().apply(uri);
      return List.of(
          server == null
              ? Proxy.NO_PROXY
              : new Proxy(Proxy.Type.HTTP, new InetSocketAddress(server.host(), server.port())));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }

  /** Tells what a failure of the client means. */
  private static NoAnswer meaning(Throwable thrown) {
    Throwable failure =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (CrtTls.isOfCertificate(failure)) {
      return new NoAnswer(Kind.OTHER, Scope.TRUST, CrtTls.UNTRUSTED, failure);
    }
    if (has(failure, HttpTimeoutException.class)) {
      String problem = "the server did not answer in time";
      return new NoAnswer(Kind.TIMEOUT, Scope.REQUEST, problem, failure);
    }
    if (has(failure, UnresolvedAddressException.class)) {
      String problem = "no connection: the host has no address. Check the base URL";
      return new NoAnswer(Kind.CONNECTION, Scope.NAME, problem, failure);
    }
    if (has(failure, SSLException.class)) {
      String problem = "no secure connection: " + failure;
      return new NoAnswer(Kind.CONNECTION, Scope.REQUEST, problem, failure);
    }
    if (has(failure, ProtocolException.class) || !(failure instanceof IOException)) {
      boolean isOurs = failure instanceof CancellationException;
      String problem = "the answer is not valid HTTP: " + failure;
      return new NoAnswer(isOurs ? Kind.OTHER : Kind.BAD_RESPONSE, Scope.REQUEST, problem, failure);
    }
    return new NoAnswer(Kind.CONNECTION, Scope.CONNECTION, "no connection: " + failure, failure);
  }

  private static boolean has(Throwable failure, Class<?> type) {
    return Stream.iterate(failure, t -> t != null, Throwable::getCause)
        .limit(20)
        .anyMatch(type::isInstance);
  }
}
