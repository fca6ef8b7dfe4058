package dev.zarrasync.http;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.FetchOptions;
import dev.zarrasync.fetch.FetchStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers are taken, and what the others mean. */
class HttpAnswersTest extends TransportFixture {

  private static final byte[] TEN = "0123456789".getBytes(UTF_8);
  private static final String LENGTH_10 = "Content-Length: 10\r\n";
  private static final String GZIP = "Content-Encoding: gzip\r\n";

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 9})
  void takesNoPartOfAWholeObjectThatBreaksOff(int length) throws Exception {
    FaultServer server =
        server(
            exchange -> {
              exchange.write(200, LENGTH_10, new byte[length]);
              exchange.hangUp();
            });

    StoreException failure = failure(transport(server).get("a", ByteRange.of(0, 2)));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    // The client tells of a head with the first byte of the body.
    String problem = length == 0 ? "before its body" : "after " + length + " of 10 bytes";
    assertThat(failure).hasMessageContaining("broke off " + problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "99999999999999999999"})
  void aLengthThatIsNoneIsABadResponse(String length) throws Exception {
    FaultServer server =
        server(exchange -> exchange.write(200, "Content-Length: " + length + "\r\n", TEN));

    assertThat(failure(transport(server).get("a")).kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  // --------------------------------------------------------------- Bodies of a length to be seen

  @Test
  void takesAChunkedBody() throws Exception {
    FaultServer server =
        server(exchange -> exchange.write(200, "Transfer-Encoding: chunked\r\n", chunked(TEN)));

    Found found = (Found) value(transport(server).get("a"));

    assertThat(found.bytes()).isEqualTo(TEN);
    assertThat(found.objectSize()).isEqualTo(10);
  }

  @Test
  void refusesAChunkedBodyWithoutItsEnd() throws Exception {
    FaultServer server =
        server(
            exchange -> {
              exchange.write(200, "Transfer-Encoding: chunked\r\n", "a\r\n012345".getBytes(UTF_8));
              exchange.hangUp();
            });

    assertThat(failure(transport(server).get("a"))).hasMessageContaining("broke off after");
  }

  @Test
  void anEndlessBodyIsCutOff() throws Exception {
    CompletableFuture<Long> written = new CompletableFuture<>();
    FaultServer server =
        server(
            exchange -> {
              exchange.write(200, "Transfer-Encoding: chunked\r\n", new byte[0]);
              written.complete(writeForever(exchange.socket().getOutputStream(), chunk(1 << 20)));
            });

    StoreException failure = failure(transport(server).get("a"));

    assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
    assertThat(failure).hasMessageContaining("does not say how long it is");
    assertThat(value(written)).isLessThan(200);
  }

  @Test
  void theEndlessBodyOfAMissingKeyIsCutOff() throws Exception {
    CompletableFuture<Long> written = new CompletableFuture<>();
    FaultServer server =
        server(
            exchange -> {
              exchange.write(404, "Transfer-Encoding: chunked\r\n", new byte[0]);
              written.complete(writeForever(exchange.socket().getOutputStream(), chunk(1 << 20)));
            });

    assertThat(value(transport(server).get("a"))).isEqualTo(Fetched.MISSING);
    assertThat(value(written)).isLessThan(200);
  }

  @Test
  void aFloodOfHeadersIsCutOff() throws Exception {
    CompletableFuture<Long> written = new CompletableFuture<>();
    byte[] header = ("X-Flood: " + "x".repeat(1_000) + "\r\n").getBytes(ISO_8859_1);
    FaultServer server =
        server(
            exchange -> {
              OutputStream out = exchange.socket().getOutputStream();
              out.write("HTTP/1.1 200 OK\r\n".getBytes(ISO_8859_1));
              written.complete(writeForever(out, header));
            });
    // The client does not bound heads over HTTP/1.1: that they do not end is what ends them.
    FetchOptions impatient =
        FetchOptions.DEFAULT.maxAttempts(1).stallTimeout(Duration.ofMillis(500));
    FetchStore store = opened(new FetchStore(transport(server), impatient));

    StoreException failure = failure(store.get("a"));

    assertThat(failure.kind().isTransient()).as(failure.toString()).isTrue();
    assertThat(value(written)).isLessThan(100_000);
  }

  /** Counts how often it can. */
  private static long writeForever(OutputStream out, byte[] bytes) {
    for (long i = 0; ; i++) {
      try {
        out.write(bytes);
      } catch (IOException e) {
        return i;
      }
    }
  }

  // ---------------------------------------------------------------------------------------- Gzip

  @Test
  void decodesWhatIsEncodedThoughItWasNotToBe() throws Exception {
    byte[] text = "{\"zarr_format\": 2}".repeat(1_000).getBytes(UTF_8);
    FaultServer server = server(exchange -> exchange.send(200, GZIP, gzip(text)));

    Found found = (Found) value(transport(server).get("a"));

    assertThat(found.bytes()).isEqualTo(text);
    assertThat(found.objectSize()).isEqualTo(text.length);
    assertThat(server.exchanges().get(0).headers()).containsEntry("accept-encoding", "identity");
  }

  @Test
  void decodesAChunkedBody() throws Exception {
    FaultServer server =
        server(
            exchange ->
                exchange.write(200, GZIP + "Transfer-Encoding: chunked\r\n", chunked(gzip(TEN))));

    assertThat(((Found) value(transport(server).get("a"))).bytes()).isEqualTo(TEN);
  }

  @Test
  void aBombIsNotDecoded() throws Exception {
    byte[] bomb = gzip(new byte[50_000_000]);
    FaultServer server = server(exchange -> exchange.send(200, GZIP, bomb));

    StoreException failure = failure(transport(server).get("a"));

    assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
    assertThat(failure).hasMessageContaining("come out of " + bomb.length);
  }

  @Test
  void admissionIsAskedForTheDecodedBytesToo() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, GZIP, gzip(TEN)));
    CompletableFuture<Long> asked = new CompletableFuture<>();
    Admission admission =
        bytes -> {
          asked.complete(bytes);
          return CompletableFuture.completedFuture(null);
        };

    value(transport(server).get("a", GetOptions.ALL, admission));

    assertThat(value(asked)).isEqualTo(gzip(TEN).length + (1 << 20));
  }

  @Test
  void refusesDamagedGzip() throws Exception {
    byte[] damaged = gzip(TEN);
    damaged[damaged.length - 6]++;
    FaultServer server = server(exchange -> exchange.send(200, GZIP, damaged));

    assertThat(failure(transport(server).get("a")).kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void refusesARangeOfWhatIsEncoded() throws Exception {
    FaultServer server =
        server(exchange -> exchange.send(206, GZIP + "Content-Range: bytes 0-9/100\r\n", TEN));

    StoreException failure = failure(transport(server).get("a", ByteRange.of(0, 10)));

    assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
  }

  @Test
  void refusesOtherEncodings() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "Content-Encoding: br\r\n", TEN));

    StoreException failure = failure(transport(server).get("a"));

    assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
    assertThat(failure).hasMessageContaining("'br'");
  }

  // ------------------------------------------------------------------------------------ Meanings

  @ParameterizedTest
  @CsvSource({
    "304, NOT_MODIFIED",
    "400, OTHER",
    "401, ACCESS_DENIED",
    "403, ACCESS_DENIED",
    "405, UNSUPPORTED",
    "408, TIMEOUT",
    "409, OTHER",
    "412, PRECONDITION_FAILED",
    "416, UNSATISFIABLE_RANGE",
    "429, THROTTLED",
    "500, UNAVAILABLE",
    "501, UNSUPPORTED",
    "503, UNAVAILABLE",
    "505, OTHER",
    "507, OTHER",
    "508, OTHER",
    "511, ACCESS_DENIED",
    "529, THROTTLED",
    "204, OTHER"
  })
  void tellsWhatAStatusMeans(int status, Kind kind) throws Exception {
    byte[] body = status == 304 || status == 204 ? new byte[0] : TEN;
    FaultServer server =
        server(
            exchange -> {
              if (body.length == 0) {
                exchange.write(status, "", body);
              } else {
                exchange.send(status, "", body);
              }
            });
    HttpTransport transport = transport(server);

    for (int i = 0; i < 3; i++) {
      assertThat(failure(transport.get("a")).kind()).isEqualTo(kind);
    }
    assertThat(server.connections()).as("the connection stays of use").isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void goneAndNotFoundAreMissing(int status) throws Exception {
    FaultServer server = server(exchange -> exchange.send(status, "", TEN));
    HttpTransport transport = transport(server);

    for (int i = 0; i < 3; i++) {
      assertThat(value(transport.get("a"))).isEqualTo(Fetched.MISSING);
    }
    assertThat(server.connections()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {".zarray", "0/0.0"})
  void aWebPageIsNoData(String key) throws Exception {
    FaultServer server =
        server(exchange -> exchange.send(200, "Content-Type: Text/HTML; charset=utf-8\r\n", TEN));

    StoreException failure = failure(transport(server).get(key));

    assertThat(failure.kind().isTransient()).isFalse();
    assertThat(failure).hasMessageContaining("a web page came instead of data");
    assertThat(value(transport(server).get("index.html"))).isInstanceOf(Found.class);
  }

  @Test
  void sendsConditionsAlong() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "ETag: \"new\"\r\n", TEN));
    HttpTransport transport = transport(server);

    value(transport.get("a", GetOptions.ALL.condition(new Condition.Changed("\"old\""))));
    value(transport.get("a", GetOptions.ALL.condition(new Condition.Unchanged("\"new\""))));

    assertThat(server.exchanges().get(0).headers())
        .containsEntry("if-none-match", "\"old\"")
        .doesNotContainKey("if-match");
    assertThat(server.exchanges().get(1).headers())
        .containsEntry("if-match", "\"new\"")
        .doesNotContainKey("if-none-match");
  }

  @Test
  void checksConditionsThatTheServerIgnores() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "ETag: W/\"new\"\r\n", TEN));
    HttpTransport transport = transport(server);

    assertThat(
            failure(
                    transport.get(
                        "a", GetOptions.ALL.condition(new Condition.Changed("W/\"new\""))))
                .kind())
        .isEqualTo(Kind.NOT_MODIFIED);
    assertThat(
            failure(
                    transport.get(
                        "a", GetOptions.ALL.condition(new Condition.Unchanged("W/\"old\""))))
                .kind())
        .isEqualTo(Kind.PRECONDITION_FAILED);
    // RFC 9110, section 13.1.1: with a weak tag the server would refuse it.
    value(transport.get("a", GetOptions.ALL.condition(new Condition.Unchanged("W/\"new\""))));
    assertThat(server.exchanges().get(2).headers()).doesNotContainKey("if-match");
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(encoded)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return encoded.toByteArray();
  }

  private static byte[] chunk(int length) {
    return (Integer.toHexString(length) + "\r\n" + "x".repeat(length) + "\r\n").getBytes(UTF_8);
  }

  private static byte[] chunked(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8));
    out.writeBytes(bytes);
    out.writeBytes("\r\n0\r\n\r\n".getBytes(UTF_8));
    return out.toByteArray();
  }
}
