package dev.zarrasync.http;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.faults.FaultServer.Behaviour;
import dev.zarrasync.faults.FaultServer.Exchange;
import dev.zarrasync.faults.HandAdmission;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that send the whole object in answer to a range, as RFC 9110, section 14.2, allows. */
class HttpWholesTest extends TransportFixture {

  private static final byte[] TEN = "0123456789".getBytes(UTF_8);
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
  private static final String GZIP = "Content-Encoding: gzip\r\n";
  private static final String ETAG = "ETag: \"t\"\r\n";

  static Stream<Arguments> wholes() {
    Map<String, Behaviour> ways =
        Map.of(
            "announced", exchange -> exchange.send(200, ETAG, TEN),
            "chunked", exchange -> exchange.write(200, ETAG + CHUNKED, chunked(TEN)),
            "gzip", exchange -> exchange.send(200, ETAG + GZIP, gzip(TEN)),
            "gzip, chunked",
                exchange -> exchange.write(200, ETAG + GZIP + CHUNKED, chunked(gzip(TEN))),
            "a part of gzip", HttpWholesTest::sendRangesOfGzip);
    return ways.entrySet().stream().map(way -> Arguments.of(way.getKey(), way.getValue()));
  }

  /** As S3 does with an object that was stored so. */
  private static void sendRangesOfGzip(Exchange exchange) throws IOException {
    byte[] stored = gzip(TEN);
    if (exchange.headers().containsKey("range")) {
      String range = "Content-Range: bytes 2-4/" + stored.length + "\r\n";
      exchange.send(206, ETAG + GZIP + range, Arrays.copyOfRange(stored, 2, 5));
    } else {
      exchange.send(200, ETAG + GZIP, stored);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wholes")
  void thePartIsCutFromTheWhole(String way, Behaviour behaviour) throws Exception {
    HttpTransport transport = transport(server(behaviour));

    Found part = (Found) value(transport.get("a", ByteRange.of(2, 3)));

    assertThat(part.bytes()).asString(UTF_8).isEqualTo("234");
    assertThat(part.objectSize()).isEqualTo(10);
    assertThat(part.etag()).isEqualTo("\"t\"");
    assertThat(found(transport, ByteRange.of(9, 5))).isEqualTo("9");
    assertThat(found(transport, ByteRange.from(8))).isEqualTo("89");
    assertThat(found(transport, ByteRange.suffix(3))).isEqualTo("789");
    assertThat(found(transport, ByteRange.suffix(20))).isEqualTo("0123456789");
    assertThat(failure(transport.get("a", ByteRange.from(10))).kind())
        .isEqualTo(Kind.UNSATISFIABLE_RANGE);
  }

  private static String found(HttpTransport transport, ByteRange range) throws Exception {
    return new String(((Found) value(transport.get("a", range))).bytes(), UTF_8);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wholes")
  void theServerIsAskedForWholesFromThenOn(String way, Behaviour behaviour) throws Exception {
    FaultServer server = server(behaviour);
    HttpTransport transport = transport(server);
    assertThat(transport.servesRanges()).isTrue();
    assertThat(found(transport, ByteRange.of(2, 3))).isEqualTo("234");
    int first = server.exchanges().size();

    assertThat(found(transport, ByteRange.of(4, 2))).isEqualTo("45");

    assertThat(transport.servesRanges()).isFalse();
    assertThat(server.exchanges()).hasSize(first + 1);
    assertThat(server.exchanges().get(0).headers()).containsEntry("range", "bytes=2-4");
    assertThat(server.exchanges().get(first).headers()).doesNotContainKey("range");
  }

  @Test
  void aWholeThatWasAskedForByItsRangeTellsNothing() throws Exception {
    HttpTransport transport = transport(server(exchange -> exchange.send(200, "", TEN)));

    assertThat(found(transport, ByteRange.of(0, 10))).isEqualTo("0123456789");

    assertThat(transport.servesRanges()).isTrue();
  }

  @Test
  void noGetIsDividedOnceAServerHasSentAWhole() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, ETAG, TEN));
    HttpStore store = opened(HttpStore.builder().base(server.endpoint()).build());
    value(store.get("a", ByteRange.of(0, 1)));

    Found whole =
        (Found)
            value(
                store.get(
                    "b",
                    GetOptions.ALL.expectedSize(10).division(new GetOptions.Division(5, "\"t\""))));

    assertThat(whole.bytes()).isEqualTo(TEN);
    assertThat(server.exchanges()).hasSize(2);
  }

  @Test
  void aBodyOfUnknownLengthIsAdmittedAsTheLongestThatIsTaken() throws Exception {
    FaultServer server = server(exchange -> exchange.write(200, CHUNKED, chunked(TEN)));
    HandAdmission admission = new HandAdmission();
    var get = transport(server).get("a", GetOptions.of(ByteRange.of(2, 3)), admission);

    HandAdmission.Asked asked = admission.next();
    asked.admit();

    assertThat(asked.bytes()).isEqualTo(16 << 20);
    assertThat(((Found) value(get)).bytes()).asString(UTF_8).isEqualTo("234");
  }

  @Test
  void aBodyOfUnknownLengthThatIsLongerIsCutOff() throws Exception {
    FaultServer server =
        server(
            exchange -> {
              exchange.write(200, CHUNKED, new byte[0]);
              try {
                for (int i = 0; i < 17; i++) {
                  exchange.socket().getOutputStream().write(chunk(new byte[1 << 20]));
                }
              } catch (IOException e) {
                // Cut off.
              }
            });

    StoreException failure = failure(transport(server).get("a", ByteRange.of(2, 3)));

    assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", GZIP})
  void aWholeWithoutItsEndIsNone(String headers) throws Exception {
    byte[] body = headers.isEmpty() ? TEN : gzip(TEN);
    FaultServer server =
        server(
            exchange -> {
              exchange.write(200, headers + CHUNKED, chunk(body));
              exchange.hangUp();
            });

    StoreException failure = failure(transport(server).get("a", ByteRange.of(2, 3)));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("broke off after " + body.length);
  }

  @Test
  void aWholeThatOnlyTheEndOfTheConnectionEndsIsNone() throws Exception {
    FaultServer server =
        server(
            exchange -> {
              exchange.write(200, "", TEN);
              exchange.hangUp();
            });

    assertThat(failure(transport(server).get("a", ByteRange.of(2, 3))))
        .hasMessageContaining("does not say how long it is");
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(encoded)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return encoded.toByteArray();
  }

  private static byte[] chunk(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8));
    out.writeBytes(bytes);
    out.writeBytes("\r\n".getBytes(UTF_8));
    return out.toByteArray();
  }

  private static byte[] chunked(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(chunk(bytes));
    out.writeBytes("0\r\n\r\n".getBytes(UTF_8));
    return out.toByteArray();
  }
}
