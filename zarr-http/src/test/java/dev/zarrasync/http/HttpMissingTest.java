package dev.zarrasync.http;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers say that a key is missing, and which only look so. */
class HttpMissingTest extends TransportFixture {

  private static final byte[] TEN = "0123456789".getBytes(UTF_8);

  private static byte[] error(String code) {
    return "<?xml version=\"1.0\"?>\n<Error>\n<Code>%s</Code><Message>m</Message></Error>"
        .formatted(code)
        .getBytes(UTF_8);
  }

  /** Has {@code .zarray} with some headers, and no other key: then it sends other headers. */
  private FaultServer server(String headers, int status, String othersHeaders, byte[] body)
      throws IOException {
    return server(
        exchange -> {
          if (exchange.line().contains("/.zarray")) {
            exchange.send(200, lines(headers), TEN);
          } else {
            exchange.send(status, lines(othersHeaders), body);
          }
        });
  }

  private static String lines(String headers) {
    return headers.isEmpty() ? "" : headers.replace(" | ", "\r\n") + "\r\n";
  }

  private HttpStore store(FaultServer server, boolean onAccessDenied, boolean onAnyNotFound) {
    return opened(
        HttpStore.builder()
            .base(server.endpoint())
            .maxAttempts(2)
            .missingOnAccessDenied(onAccessDenied)
            .missingOnAnyNotFound(onAnyNotFound)
            .build());
  }

  // ------------------------------------------------------------------------- What is missing

  /** As the servers that are most in use send the two. */
  @ParameterizedTest
  @CsvSource({
    "Server: nginx/1.26.0, Server: nginx",
    "Server: Apache/2.4.62 (Debian), Server: Apache/2.4.62 (Debian)",
    "Server: SimpleHTTP/0.6 Python/3.11.2, Server: SimpleHTTP/0.6 Python/3.11.2",
    "Server: GitHub.com | Via: 1.1 varnish, Server: GitHub.com",
    "Server: cloudflare | CF-Ray: 1-FRA, Server: cloudflare | CF-Ray: 2-CDG",
    "Server: BunnyCDN-DE1-723, Server: BunnyCDN-FR1-1049",
    "Server: AmazonS3 | x-amz-request-id: 1, Server: AmazonS3 | x-amz-request-id: 2",
    "Server: UploadServer | x-guploader-uploadid: 1, Server: UploadServer | x-guploader-uploadid: 2",
    "'', ''",
    "'', X-Content-Type-Options: nosniff"
  })
  void aNotFoundOfTheServerThatHasTheDataIsMissing(String found, String missing) throws Exception {
    for (int status : new int[] {404, 410}) {
      FaultServer server = server(found, status, missing, "<html>Not Found</html>".getBytes(UTF_8));
      HttpTransport transport = transport(server);
      value(transport.get(".zarray"));

      assertThat(value(transport.get("0.0"))).isEqualTo(Fetched.MISSING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NoSuchKey", "BlobNotFound", "PathNotFound", "WebContentNotFound"})
  void aCodeThatIsAboutTheKeyIsMissingWhoeverSendsIt(String code) throws Exception {
    HttpTransport inBody = transport(server("Server: A", 404, "Server: B", error(code)));
    value(inBody.get(".zarray"));
    HttpTransport inHead =
        transport(server("Server: A", 404, "x-ms-error-code: " + code, "<html>".getBytes(UTF_8)));
    value(inHead.get(".zarray"));

    assertThat(value(inBody.get("0.0"))).isEqualTo(Fetched.MISSING);
    assertThat(value(inHead.get("0.0"))).isEqualTo(Fetched.MISSING);
  }

  @Test
  void whereNothingHasComeYetANotFoundIsMissing() throws Exception {
    FaultServer server = server(exchange -> exchange.send(404, "Server: A\r\n", TEN));

    assertThat(value(transport(server).get(".zarray"))).isEqualTo(Fetched.MISSING);
  }

  @Test
  void theServerOfARedirectIsComparedWithItself() throws Exception {
    FaultServer mirror = server("Server: B", 404, "Server: B", TEN);
    FaultServer server =
        server(
            exchange -> {
              String path = exchange.line().split(" ", -1)[1];
              if (path.endsWith("/.zgroup")) {
                exchange.send(200, "Server: A\r\n", TEN);
              } else {
                exchange.send(302, "Location: " + mirror.endpoint() + path + "\r\n", TEN);
              }
            });
    HttpTransport transport = transport(server);
    value(transport.get(".zgroup"));
    value(transport.get(".zarray"));

    assertThat(value(transport.get("0.0"))).isEqualTo(Fetched.MISSING);
  }

  // --------------------------------------------------------------------- What only looks so

  @ParameterizedTest
  @CsvSource({
    "Server: nginx/1.26.0, Server: Traefik, Not Found",
    "Server: nginx/1.26.0, '', 404 page not found",
    "'', Server: nginx, Not Found",
    "Server: Microsoft-IIS/10.0, Server: Microsoft-HTTPAPI/2.0, Not Found",
    "Server: AmazonS3 | x-amz-request-id: 1, Server: AmazonS3, Not Found",
    "Server: nginx | x-amz-request-id: 1, Server: nginx, <html>Not Found</html>",
    "Server: envoy | x-envoy-upstream-service-time: 1, Server: envoy, ''",
    "Server: nginx, Server: nginx, default backend - 404",
    "'', '', 'response 404 (backend NotFound), service rules for the path non-existent'"
  })
  void aNotFoundOfSomethingElseIsABadAnswer(String found, String foreign, String page)
      throws Exception {
    for (int status : new int[] {404, 410}) {
      FaultServer server = server(found, status, foreign, page.getBytes(UTF_8));
      HttpTransport transport = transport(server);
      value(transport.get(".zarray"));

      StoreException failure = failure(transport.get("0.0"));

      assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
      assertThat(failure)
          .hasMessageContaining("comes from something else than the server that has the data")
          .hasMessageContaining("missingOnAnyNotFound")
          .hasMessageContaining("key '0.0'");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NoSuchBucket", "NoSuchAccessPoint", "XAdminUserNotFound"})
  void aCodeThatIsAboutSomethingElseIsAnError(String code) throws Exception {
    FaultServer server = server(exchange -> exchange.send(404, "", error(code)));

    StoreException failure = failure(transport(server).get("0.0"));

    assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(failure).hasMessageContaining(code);
  }

  @Test
  void anAnswerThatBreaksOffIsNotMissing() throws Exception {
    FaultServer server =
        server(
            exchange -> {
              exchange.write(404, "Content-Length: 100\r\n", TEN);
              exchange.hangUp();
            });

    assertThat(failure(transport(server).get("0.0")).kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void whatComesOfItOnceTheServerIsBackIsRight() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    FaultServer server =
        server(
            exchange -> {
              if (requests.getAndIncrement() == 1) {
                exchange.send(404, "Server: gateway\r\n", TEN);
              } else {
                exchange.send(200, "Server: nginx\r\n", TEN);
              }
            });
    HttpStore store = store(server, false, false);
    value(store.get(".zarray"));

    assertThat(((Found) value(store.get("0.0"))).bytes()).isEqualTo(TEN);
    assertThat(server.exchanges()).hasSize(3);
  }

  @Test
  void canBeToldToTakeEachForMissing() throws Exception {
    HttpStore foreign = store(server("Server: A", 404, "Server: B", TEN), false, true);
    HttpStore other = store(server("Server: A", 404, "", error("NoSuchBucket")), false, true);
    value(foreign.get(".zarray"));

    assertThat(value(foreign.get("0.0"))).isEqualTo(Fetched.MISSING);
    assertThat(value(other.get("0.0"))).isEqualTo(Fetched.MISSING);
  }

  // ---------------------------------------------------------------------------------- Denied

  @Test
  void aDeniedReadIsAnErrorThatNamesTheOption() throws Exception {
    FaultServer server = server(exchange -> exchange.send(403, "", error("AccessDenied")));

    StoreException failure = failure(transport(server).get("0.0"));

    assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
    assertThat(failure).hasMessageContaining("HttpStoreBuilder.missingOnAccessDenied");
  }

  @Test
  void aDeniedReadIsMissingForThoseWhoSaySo() throws Exception {
    HttpStore withCode =
        store(server("Server: A", 403, "Server: A", error("AccessDenied")), true, false);
    HttpStore withoutCode = store(server("Server: A", 403, "Server: A", TEN), true, false);
    value(withoutCode.get(".zarray"));

    assertThat(value(withCode.get("0.0"))).isEqualTo(Fetched.MISSING);
    assertThat(value(withoutCode.get("0.0"))).isEqualTo(Fetched.MISSING);
  }

  @Test
  void notEachDenialIsAboutTheKey() throws Exception {
    HttpStore expired = store(server("", 403, "", error("RequestTimeTooSkewed")), true, false);
    HttpStore foreign = store(server("Server: A", 403, "Server: firewall", TEN), true, false);
    value(foreign.get(".zarray"));

    assertThat(failure(expired.get("0.0")))
        .hasMessageContaining("RequestTimeTooSkewed")
        .hasMessageNotContaining("missingOnAccessDenied");
    assertThat(failure(foreign.get("0.0")).kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void aListingThatIsDeniedSaysSo() throws Exception {
    FaultServer server = server(exchange -> exchange.send(403, "", error("AccessDenied")));
    HttpStore store =
        opened(
            HttpStore.builder()
                .base(URI.create(server.endpoint() + "/bucket/path"))
                .listing(URI.create(server.endpoint() + "/bucket"))
                .missingOnAccessDenied(true)
                .build());

    StoreException failure = failure(store.list(ListRequest.all("a/")));

    assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
    assertThat(failure)
        .hasMessageContaining("denies to list " + server.endpoint() + "/bucket/")
        .hasMessageNotContaining("missingOnAccessDenied");
  }

  @ParameterizedTest
  @CsvSource({"'', true", "Age: 0, true", "Age: 7, false"})
  void nothingIsMissingBecauseACacheListedItNot(String headers, boolean isBelieved)
      throws Exception {
    byte[] page =
        "<ListBucketResult><Name>b</Name><IsTruncated>false</IsTruncated></ListBucketResult>"
            .getBytes(UTF_8);
    FaultServer server = server(exchange -> exchange.send(200, lines(headers), page));
    HttpTransport transport = transport(URI.create(server.endpoint() + "/b/a"));

    assertThat(transport.listsCompletely()).as("whether it lists is not known").isFalse();
    value(transport.list(ListRequest.all("")));
    assertThat(transport.listsCompletely()).isEqualTo(isBelieved);
  }
}
