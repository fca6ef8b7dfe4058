package dev.zarrasync.s3;

import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.faults.FaultServer.Exchange;
import dev.zarrasync.faults.ServerFixture;
import dev.zarrasync.store.Fetched.Found;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** All clients of a store go through the same proxy, or through none. */
class S3ProxyTest extends ServerFixture {

  private static final byte[] TEN = "0123456789".getBytes(UTF_8);
  private static final URI BEHIND = URI.create("http://data.invalid");

  private static S3StoreBuilder builder(URI endpoint) {
    return S3Store.builder().bucket("bucket").endpoint(endpoint).anonymous().maxAttempts(1);
  }

  /** Has an object of ten bytes, and lets all pass that want a tunnel. */
  private static void answer(Exchange exchange) throws IOException {
    if (exchange.line().startsWith("CONNECT ")) {
      exchange.write(200, "", new byte[0]);
    } else if (exchange.headers().containsKey("range")) {
      exchange.send(206, "ETag: \"e\"\r\nContent-Range: bytes 0-9/10\r\n", TEN);
    } else {
      exchange.send(200, "ETag: \"e\"\r\n", TEN);
    }
  }

  private static String url(FaultServer proxy) {
    return "http://user:password@127.0.0.1:" + proxy.endpoint().getPort();
  }

  private static void assertReads(ClientKind kind, S3StoreBuilder builder) throws Exception {
    kind.use(
        builder,
        store -> {
          if (value(kind.send(store, "a")) instanceof Found found) {
            assertThat(found.bytes()).isEqualTo(TEN);
          }
        });
  }

  private static void assertIsUsed(FaultServer proxy) {
    Exchange first = proxy.exchanges().get(0);
    assertThat(first.line()).contains("data.invalid");
    assertThat(first.headers()).containsEntry("proxy-authorization", "Basic dXNlcjpwYXNzd29yZA==");
  }

  @ParameterizedTest
  @EnumSource
  void takesTheProxyOfTheEnvironment(ClientKind kind) throws Exception {
    FaultServer proxy = server(S3ProxyTest::answer);
    S3StoreBuilder builder = builder(BEHIND);
    builder.environment = Map.of("HTTP_PROXY", url(proxy))::get;

    assertReads(kind, builder);

    assertIsUsed(proxy);
  }

  @ParameterizedTest
  @EnumSource
  void takesTheProxyThatIsSetHereFirst(ClientKind kind) throws Exception {
    FaultServer proxy = server(S3ProxyTest::answer);
    S3StoreBuilder builder = builder(BEHIND).proxy(URI.create(url(proxy)));
    builder.environment = Map.of("HTTP_PROXY", "http://other.invalid", "NO_PROXY", "*")::get;

    assertReads(kind, builder);

    assertIsUsed(proxy);
  }

  @ParameterizedTest
  @EnumSource
  void goesThroughNoProxyWhereTheRuleSaysSo(ClientKind kind) throws Exception {
    FaultServer server = server(S3ProxyTest::answer);
    FaultServer proxy = server(S3ProxyTest::answer);
    S3StoreBuilder builder = builder(server.endpoint());
    builder.environment = Map.of("HTTP_PROXY", url(proxy))::get;
    // What the clients would find by themselves.
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", "" + proxy.endpoint().getPort());
    try {
      assertReads(kind, builder);
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
    }

    assertThat(server.exchanges()).isNotEmpty();
    assertThat(proxy.exchanges()).isEmpty();
  }

  @Test
  void namesAHostWithAnUnderscore() {
    assertThatThrownBy(() -> builder(URI.create("http://my_host:9000")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The host 'my_host' of the endpoint has an underscore");
  }

  @Test
  void aClientOfOnesOwnBringsItsProxy() {
    try (S3AsyncClient client =
        S3AsyncClient.builder()
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build()) {
      S3StoreBuilder builder =
          S3Store.builder().bucket("bucket").client(client).proxy(URI.create("http://proxy"));

      assertThatThrownBy(builder::build)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("its own proxy");
    }
  }
}
