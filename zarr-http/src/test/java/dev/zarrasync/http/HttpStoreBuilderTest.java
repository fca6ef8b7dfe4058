package dev.zarrasync.http;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.testing.Certificate;
import dev.zarrasync.testing.WebServer;
import dev.zarrasync.testing.WebServer.Speaks;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpStoreBuilderTest extends TransportFixture {

  private static final byte[] TEN = "0123456789".getBytes(UTF_8);

  // -------------------------------------------------------------------------------------- Options

  @Test
  void wantsABase() {
    assertThatThrownBy(() -> HttpStore.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("base(uri)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"example.org", "/path", "s3://bucket", "http:///path", "http://h/#hidden"})
  void refusesWhatIsNoBase(String uri) {
    assertThatThrownBy(() -> HttpStore.builder().base(URI.create(uri)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hidden");
  }

  @Test
  void namesAHostWithAnUnderscore() {
    for (UnaryOperator<HttpStoreBuilder> wrong :
        List.<UnaryOperator<HttpStoreBuilder>>of(
            b -> b.base(URI.create("http://user:hidden@my_host:8080/x")),
            b -> b.listing(URI.create("https://my_host/x")),
            b -> b.proxy(URI.create("http://my_host:3128")))) {
      assertThatThrownBy(() -> wrong.apply(HttpStore.builder()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("The host 'my_host' of the ")
          .hasMessageContaining("underscore")
          .hasMessageNotContaining("hidden");
    }
  }

  @Test
  void refusesWhatCannotBeRight() {
    HttpStoreBuilder builder = HttpStore.builder();
    for (UnaryOperator<HttpStoreBuilder> wrong :
        List.<UnaryOperator<HttpStoreBuilder>>of(
            b -> b.connectTimeout(Duration.ZERO),
            b -> b.maxConnections(0),
            b -> b.cacheBytes(-1),
            b -> b.revalidateAfter(Duration.ofNanos(-1)),
            b -> b.header("not a name", "hidden"),
            b -> b.header("name", "hidden\r\nInjected: yes"),
            b -> b.header("Range", "bytes=0-hidden"),
            b -> b.bearerToken("hidden token"),
            b -> b.basicAuth("user:hidden", "hidden"),
            b -> b.query("sig=hidden#fragment"),
            b -> b.query("sig=%hidden"),
            b -> b.proxy(URI.create("socks://hidden")))) {
      assertThatThrownBy(() -> wrong.apply(builder))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("hidden");
    }
    builder.base(URI.create("http://localhost"));
    assertThatThrownBy(() -> builder.maxInFlight(0).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org, https://example.org/a%20b/0.0",
    "https://example.org/, https://example.org/a%20b/0.0",
    "HTTPS://example.org:8443/x%20y/, https://example.org:8443/x%20y/a%20b/0.0",
    "http://user:hidden@example.org/x?sig=hidden, http://example.org/x/a%20b/0.0",
    "http://[::1]:80/x, http://[::1]:80/x/a%20b/0.0"
  })
  void keysAreUnderTheBase(URI base, String url) {
    HttpStore store = opened(HttpStore.builder().base(base).build());

    assertThat(store.url("a b/0.0")).isEqualTo(url);
    assertThat(url).startsWith(store.toString());
  }

  @Test
  void manyMayBeInFlight() {
    HttpStore store = opened(HttpStore.builder().base(URI.create("http://localhost")).build());
    HttpStore other =
        opened(
            HttpStore.builder()
                .base(URI.create("http://localhost"))
                .maxInFlight(7)
                .maxBytesInFlight(8)
                .build());

    assertThat(store.limits().maxInFlight()).isEqualTo(512);
    assertThat(other.limits()).isEqualTo(new Limits(7, 8, true));
  }

  @Test
  void isReadOnlyAndCannotList() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", TEN));
    HttpStore store = opened(HttpStore.builder().base(server.endpoint()).build());

    for (StoreException failure :
        List.of(
            failure(store.put("a", TEN)),
            failure(store.put("a", TEN, Condition.NONE)),
            failure(store.put("a", TEN, Condition.ABSENT)),
            failure(store.delete("a")),
            failure(store.deleteItems(List.of("a", "b"))),
            failure(store.list(ListRequest.all("a"))),
            failure(store.list(ListRequest.children("a"))))) {
      assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
      assertThat(failure.attempts()).isEqualTo(1);
      assertThat(failure.key()).isEqualTo("a");
    }
    assertThat(server.exchanges()).as("asked once whether it lists").hasSize(1);
  }

  @Test
  void aServerInTroubleDoesNotSayThatItCannotList() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    FaultServer server =
        server(
            exchange -> {
              if (requests.getAndIncrement() == 0) {
                exchange.send(503, "", TEN);
              } else {
                exchange.send(200, "", "<ListBucketResult></ListBucketResult>".getBytes(UTF_8));
              }
            });
    HttpStore store = opened(HttpStore.builder().base(server.endpoint()).build());

    assertThat(value(store.list(ListRequest.all(""))).objects()).isEmpty();
    assertThat(value(store.list(ListRequest.all("a"))).objects()).isEmpty();
    assertThat(server.exchanges()).hasSize(3);
  }

  // -------------------------------------------------------------------------------------- Secrets

  @Test
  void sendsWhatItWasGivenAndTellsNoOne() throws Exception {
    FaultServer server = server(exchange -> exchange.send(500, "X: hidden\r\n", TEN));
    HttpStore store =
        opened(
            HttpStore.builder()
                .base(URI.create(server.endpoint() + "/dir"))
                .basicAuth("hidden-user", "hidden-password")
                .header("X-Api-Key", "hidden")
                .query("?sv=1&sig=hidden%2Fhidden")
                .maxAttempts(2)
                .build());

    StoreException failure = failure(store.get("a b"));

    assertThat(failure.attempts()).isEqualTo(2);
    for (Throwable t = failure; t != null; t = t.getCause()) {
      assertThat(t.toString()).doesNotContain("hidden", "sig=");
    }
    assertThat(store + " " + store.url("a")).doesNotContain("hidden", "sig=");
    FaultServer.Exchange sent = server.exchanges().get(0);
    assertThat(sent.line()).isEqualTo("GET /dir/a%20b?sv=1&sig=hidden%2Fhidden HTTP/1.1");
    assertThat(sent.headers())
        .containsEntry("authorization", "Basic aGlkZGVuLXVzZXI6aGlkZGVuLXBhc3N3b3Jk")
        .containsEntry("x-api-key", "hidden");
  }

  @Test
  void noFailureTellsASecret() throws Exception {
    int noOneThere;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      noOneThere = socket.getLocalPort();
    }
    FaultServer hangsUp = server(FaultServer.Exchange::hangUp);
    WebServer plain = opened(WebServer.start(Speaks.HTTP_1_1));
    FaultServer nonsense = server(exchange -> exchange.write(200, "nonsense", TEN));
    for (URI uri :
        List.of(
            URI.create("http://hidden:hidden@127.0.0.1:" + noOneThere + "/?sig=hidden"),
            URI.create("http://hidden:hidden@no-such-host.invalid/?sig=hidden"),
            URI.create("https://hidden:hidden@127.0.0.1:" + plain.url().getPort() + "/?sig=hidden"),
            URI.create("http://hidden:hidden@127.0.0.1:" + port(hangsUp) + "/?sig=hidden"),
            URI.create("http://hidden:hidden@127.0.0.1:" + port(nonsense) + "/?sig=hidden"))) {
      HttpStore store = opened(HttpStore.builder().base(uri).maxAttempts(1).build());

      StoreException failure = failure(store.get("a"));

      assertThat(failure.kind().isTransient()).as(failure.toString()).isTrue();
      for (Throwable t = failure; t != null; t = t.getCause()) {
        assertThat(t.toString()).doesNotContain("hidden", "sig=");
      }
    }
  }

  private static int port(FaultServer server) {
    return server.endpoint().getPort();
  }

  @Test
  void keepsNoCookies() throws Exception {
    FaultServer server = server(exchange -> exchange.send(404, "Set-Cookie: a=b; Path=/\r\n", TEN));
    HttpStore store = opened(HttpStore.builder().base(server.endpoint()).build());

    value(store.get("a"));
    value(store.get("b"));

    assertThat(server.exchanges().get(1).headers()).doesNotContainKey("cookie");
  }

  // ------------------------------------------------------------------------------- TLS and proxies

  @ParameterizedTest
  @EnumSource(HttpProtocol.class)
  void speaksWhatItIsTold(HttpProtocol protocol) throws Exception {
    WebServer server = opened(WebServer.start(Speaks.TLS));
    server.put("/a", TEN);
    HttpStore store = opened(OnWebServer.store(server, "").protocol(protocol).build());

    assertThat(((Found) value(store.get("a"))).bytes()).isEqualTo(TEN);
    assertThat(server.lastVersion())
        .isEqualTo(protocol == HttpProtocol.HTTP_1_1 ? "HTTP/1.1" : "HTTP/2.0");
  }

  @Test
  void speaksHttp1WithAServerThatCannotNegotiate() throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(Certificate.LOCALHOST.keys(), Certificate.PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, TEN.length);
          exchange.getResponseBody().write(TEN);
          exchange.close();
        });
    server.start();
    try {
      URI base = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
      HttpStore store =
          opened(HttpStore.builder().base(base).trustStore(WebServer.trusted()).build());

      assertThat(((Found) value(store.get("a"))).bytes()).isEqualTo(TEN);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void trustsNoOneElse() throws Exception {
    WebServer server = opened(WebServer.start(Speaks.TLS));
    HttpStore store = opened(HttpStore.builder().base(server.url()).build());

    StoreException failure = failure(store.get("a"));

    assertThat(failure).hasMessageContaining("certificate is not trusted");
    assertThat(failure.attempts()).isEqualTo(1);
  }

  @Test
  void trustsACertificateForItsOwnHostOnly() throws Exception {
    Certificate other = Certificate.make("san=dns:example.org");
    WebServer server = opened(WebServer.start(Speaks.TLS, other));
    Duration soon = Duration.ofSeconds(10);
    HttpStore store =
        opened(
            OnWebServer.store(server, "").trustStore(other.trusted()).connectTimeout(soon).build());

    assertThat(failure(store.get("a")))
        .hasMessageContaining("or is another host's")
        .hasMessageNotContaining("trustStore");
  }

  @Test
  void sendsRequestsThroughAProxy() throws Exception {
    FaultServer proxy = server(exchange -> exchange.send(200, "", TEN));
    HttpStore store =
        opened(
            HttpStore.builder()
                .base(URI.create("http://data.invalid/dir"))
                .proxy(URI.create("http://user:password@127.0.0.1:" + port(proxy)))
                .build());

    assertThat(((Found) value(store.get("a"))).bytes()).isEqualTo(TEN);
    FaultServer.Exchange sent = proxy.exchanges().get(0);
    assertThat(sent.line()).isEqualTo("GET http://data.invalid/dir/a HTTP/1.1");
    assertThat(sent.headers()).containsEntry("proxy-authorization", "Basic dXNlcjpwYXNzd29yZA==");
  }

  @Test
  void takesTheProxyOfTheSystem() throws Exception {
    FaultServer proxy = server(exchange -> exchange.send(404, "", TEN));
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", "" + port(proxy));
    try {
      HttpStore store =
          opened(HttpStore.builder().base(URI.create("http://data.invalid/dir")).build());

      assertThat(value(store.get("a"))).isEqualTo(Fetched.MISSING);
      assertThat(proxy.exchanges()).hasSize(1);
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
    }
  }

  @Test
  void takesTheProxyOfTheEnvironment() throws Exception {
    FaultServer proxy = server(exchange -> exchange.send(200, "", TEN));
    String url = "http://user:password@127.0.0.1:" + port(proxy);
    HttpStoreBuilder builder = HttpStore.builder().base(URI.create("http://data.invalid/dir"));
    builder.environment = Map.of("HTTP_PROXY", url)::get;
    HttpStore store = opened(builder.build());

    assertThat(((Found) value(store.get("a"))).bytes()).isEqualTo(TEN);
    FaultServer.Exchange sent = proxy.exchanges().get(0);
    assertThat(sent.line()).isEqualTo("GET http://data.invalid/dir/a HTTP/1.1");
    assertThat(sent.headers()).containsEntry("proxy-authorization", "Basic dXNlcjpwYXNzd29yZA==");
  }

  @Test
  void asksForTheProxyOfEachHost() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", TEN));
    String target = server.endpoint() + "/b";
    FaultServer proxy =
        server(exchange -> exchange.send(302, "Location: " + target + "\r\n", new byte[0]));
    HttpStoreBuilder builder = HttpStore.builder().base(URI.create("http://data.invalid/dir"));
    builder.environment = Map.of("HTTP_PROXY", "127.0.0.1:" + port(proxy))::get;
    HttpStore store = opened(builder.build());

    assertThat(((Found) value(store.get("a"))).bytes()).isEqualTo(TEN);
    assertThat(proxy.exchanges()).hasSize(1);
    assertThat(server.exchanges()).as("this machine needs no proxy").hasSize(1);
  }

  @Test
  void aProxyThatIsNoneFailsTheBuild() {
    HttpStoreBuilder builder = HttpStore.builder().base(URI.create("http://data.invalid/dir"));
    builder.environment = Map.of("HTTP_PROXY", "socks5://hidden")::get;

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("http_proxy")
        .hasMessageNotContaining("hidden");
  }

  // ------------------------------------------------------------------------------------- The rest

  @Test
  void revalidatesWhatIsInTheCache() throws Exception {
    WebServer server = opened(WebServer.start(Speaks.H2C));
    server.put("/a", TEN);
    HttpStore store = opened(OnWebServer.store(server, "").revalidateAfter(Duration.ZERO).build());
    Fetched first = value(store.get("a"));
    assertThat(value(store.get("a"))).as("sent once").isSameAs(first);

    server.put("/a", new byte[4]);

    assertThat(((Found) value(store.get("a"))).bytes()).hasSize(4);
    assertThat(store.cacheStatistics().revalidations()).isEqualTo(2);
  }

  @Test
  void aSlowDripEndsInTime() throws Exception {
    FaultServer server =
        server(
            exchange -> {
              exchange.write(200, "Content-Length: 1000000\r\n", new byte[10]);
              exchange.awaitHangUp();
            });
    HttpStore store =
        opened(
            HttpStore.builder()
                .base(server.endpoint())
                .requestTimeout(Duration.ofMillis(300))
                .maxAttempts(2)
                .build());

    StoreException failure = failure(store.get("a"));

    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(server.exchanges()).hasSize(2);
  }
}
