package dev.zarrasync.http;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.faults.ServerFixture;
import dev.zarrasync.store.StoreException.Kind;
import java.net.URI;
import java.net.URLDecoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent for a key is under the base, for a server that decodes a path once (RFC 3986). */
class KeysOnTheWireTest extends ServerFixture {

  private static final String BASE = "/public/data";

  private HttpStore store(FaultServer server) {
    return opened(HttpStore.builder().base(URI.create(server.endpoint() + BASE)).build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..%2fsecret",
        "%2e%2e/secret",
        "%2e%2e%2fsecret",
        "%252e%252e%252fsecret",
        "..\\secret",
        "a\\..\\..\\..\\secret",
        "c:\\secret",
        "%2fsecret",
        "a;/..;/secret",
        "a?b=../secret",
        "a#../secret",
        "http:%2f%2fother.example",
        "a\r\nX-Injected: 1",
        "a b"
      })
  void aKeyIsSentAsNothingButItself(String key) throws Exception {
    FaultServer server = server(exchange -> exchange.send(404, "", new byte[0]));

    value(store(server).get(key));

    FaultServer.Exchange sent = server.exchanges().get(0);
    String path = sent.line().split(" ", 3)[1];
    assertThat(path).startsWith(BASE + "/").doesNotContain("\\", "/../", "/./", "?", "#");
    assertThat(URLDecoder.decode(path, UTF_8)).isEqualTo(BASE + "/" + key);
    assertThat(sent.headers()).doesNotContainKey("x-injected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret",
        "a/../../secret",
        "..",
        "./a",
        "/secret",
        "//other.example/a",
        "a//b"
      })
  void whatWouldLeaveTheBaseIsNoKey(String key) throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", new byte[1]));

    assertThat(failure(store(server).get(key)).kind()).isEqualTo(Kind.INVALID_KEY);

    assertThat(server.exchanges()).isEmpty();
  }
}
