package dev.zarrasync.http;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.faults.FaultServer.Behaviour;
import dev.zarrasync.faults.FaultServer.Exchange;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.testing.WebServer;
import dev.zarrasync.testing.WebServer.Speaks;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where redirects lead, and what is sent there. */
class HttpRedirectsTest extends TransportFixture {

  private static final byte[] TEN = "0123456789".getBytes(UTF_8);

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsARedirect(int status) throws Exception {
    FaultServer server = server(redirects("/a", status, "/b/c"));

    Found found = (Found) value(store(server).get("a", ByteRange.of(0, 10)));

    assertThat(found.bytes()).isEqualTo(TEN);
    Exchange second = server.exchanges().get(1);
    assertThat(second.line()).startsWith("GET /b/c HTTP");
    assertThat(second.headers())
        .containsEntry("range", "bytes=0-9")
        .containsEntry("accept-encoding", "identity")
        .containsEntry("authorization", "Bearer hidden")
        .containsEntry("x-own", "hidden");
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void anotherHostIsSentNothingOfOurs() throws Exception {
    FaultServer other =
        server(exchange -> exchange.send(206, "Content-Range: bytes 0-9/10\r\n", TEN));
    FaultServer server = server(redirects("/a", 302, other.endpoint() + "/b?theirs=1"));

    value(store(server).get("a", ByteRange.of(0, 10)));

    assertThat(server.exchanges().get(0).line()).isEqualTo("GET /a?sig=hidden HTTP/1.1");
    assertThat(server.exchanges().get(0).headers()).containsEntry("authorization", "Bearer hidden");
    Exchange sent = other.exchanges().get(0);
    assertThat(sent.line()).isEqualTo("GET /b?theirs=1 HTTP/1.1");
    assertThat(sent.headers().keySet())
        .containsExactly("accept-encoding", "host", "range", "user-agent");
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org, https://example.org/x, true",
    "https://example.org, https://EXAMPLE.org:443/x, true",
    "http://example.org, https://example.org/x, true",
    "http://example.org:80, https://example.org:443/x, true",
    "http://example.org, https://example.org:8443/x, false",
    "http://example.org:8080, https://example.org/x, false",
    "https://example.org, http://example.org/x, false",
    "https://example.org, https://www.example.org/x, false",
    "https://example.org, https://example.org.evil.net/x, false",
    "https://example.org, https://example.org@evil.net/x, false"
  })
  void knowsItsOwnServer(URI root, URI uri, boolean home) {
    HttpAddress address = new HttpAddress(root, "", List.of());

    assertThat(address.isHome(uri)).isEqualTo(home);
  }

  @Test
  void aLoopOfRedirectsEnds() throws Exception {
    FaultServer server = server(exchange -> exchange.send(302, "Location: /a\r\n", TEN));

    StoreException failure = failure(store(server).get("a"));

    assertThat(failure.kind()).isEqualTo(Kind.REDIRECTED);
    assertThat(failure).hasMessageContaining("more than 5 redirects");
    assertThat(server.exchanges()).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: y",
        "Location: ftp://host/a",
        "Location: http://",
        "Location: http://host/ not a URL",
        "Location: javascript:alert(1)"
      })
  void refusesWhatIsNoRedirect(String header) throws Exception {
    FaultServer server = server(exchange -> exchange.send(301, header + "\r\n", TEN));

    StoreException failure = failure(store(server).get("a"));

    assertThat(failure.kind()).isEqualTo(Kind.REDIRECTED);
    assertThat(server.exchanges()).hasSize(1);
  }

  @Test
  void neverLeavesTls() throws Exception {
    FaultServer plain = server(exchange -> exchange.send(200, "", TEN));
    WebServer tls = opened(WebServer.start(Speaks.TLS));
    tls.redirect("/a", plain.endpoint() + "/a?sig=hidden");

    try (HttpStore store = OnWebServer.store(tls, "").build()) {
      StoreException failure = failure(store.get("a"));

      assertThat(failure.kind()).isEqualTo(Kind.REDIRECTED);
      assertThat(failure).hasMessageContaining("without TLS").hasMessageNotContaining("hidden");
    }
    assertThat(plain.exchanges()).isEmpty();
  }

  private HttpStore store(FaultServer server) {
    return opened(
        HttpStore.builder()
            .base(server.endpoint())
            .bearerToken("hidden")
            .header("X-Own", "hidden")
            .query("sig=hidden")
            .build());
  }

  private static Behaviour redirects(String path, int status, String location) {
    return exchange -> {
      if (exchange.line().startsWith("GET " + path + "?")) {
        exchange.send(status, "Location: " + location + "\r\n", TEN);
      } else {
        exchange.send(206, "Content-Range: bytes 0-9/10\r\n", TEN);
      }
    };
  }
}
