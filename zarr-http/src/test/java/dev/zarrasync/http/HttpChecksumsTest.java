package dev.zarrasync.http;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.faults.FaultServer.Behaviour;
import dev.zarrasync.faults.ServerFixture;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers say of the bytes of an object. */
class HttpChecksumsTest extends ServerFixture {

  // What the catalogues of CRC algorithms are computed of, and what they say comes out.
  private static final byte[] NINE = "123456789".getBytes(UTF_8);
  private static final String CRC32C = "x-goog-hash: crc32c=4waSgw==\r\n";
  private static final String OTHER_CRC32C = "x-goog-hash: crc32c=AAAAAA==\r\n";

  private HttpStoreBuilder builder(FaultServer server) {
    return HttpStore.builder().base(server.endpoint()).maxAttempts(1);
  }

  private HttpStore store(FaultServer server) {
    return opened(builder(server).build());
  }

  private static Behaviour sends(String headers) {
    return exchange -> exchange.send(200, headers, NINE);
  }

  private static byte[] get(HttpStore store) throws Exception {
    return ((Found) value(store.get("a"))).bytes();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-goog-hash: crc32c=4waSgw==,md5=AAAA",
        "x-goog-hash: md5=AAAA\r\nx-goog-hash: crc32c=4waSgw==",
        "Repr-Digest: sha-512=:AAAA:, sha-256=:FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=:",
        "Content-MD5: JfnnlDI7RTiF9RgfG2JNCw=="
      })
  void eachDigestIsVerified(String header) throws Exception {
    assertThat(get(store(server(sends(header + "\r\n"))))).isEqualTo(NINE);

    String wrong = header.replaceAll("(4wa|FeKw|JfnnlDI)", "zzzz") + "\r\n";
    StoreException failure = failure(store(server(sends(wrong))).get("a"));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("that of the object is zzzz");
  }

  @Test
  void aBodyThatIsDamagedOnceIsReadAgain() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    byte[] damaged = "123456788".getBytes(UTF_8);
    FaultServer server =
        server(
            exchange ->
                exchange.send(200, CRC32C, requests.getAndIncrement() == 0 ? damaged : NINE));

    assertThat(get(opened(builder(server).maxAttempts(2).build()))).isEqualTo(NINE);
    assertThat(server.exchanges()).hasSize(2);
  }

  @Test
  void aBodyThatStaysDamagedIsAnErrorThatSaysAll() throws Exception {
    FaultServer server = server(sends(OTHER_CRC32C));

    StoreException failure = failure(opened(builder(server).maxAttempts(2).build()).get("a"));

    assertThat(failure.attempts()).isEqualTo(2);
    assertThat(failure)
        .hasMessageContaining("crc32c is 4waSgw==, and that of the object is AAAAAA==")
        .hasMessageContaining("key 'a'")
        .hasMessageContaining(server.endpoint() + "/a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x-goog-hash: md5=AAAA\r\n",
        "Repr-Digest: sha-512=:AAAA:\r\n",
        "Repr-Digest: sha-256\r\n",
        "Repr-Digest: sha-256=AAAA\r\n",
        OTHER_CRC32C + "x-goog-stored-content-encoding: gzip\r\n"
      })
  void aBodyWithoutADigestOfItsBytesIsTaken(String headers) throws Exception {
    assertThat(get(store(server(sends(headers))))).isEqualTo(NINE);
  }

  @Test
  void aRangeHasNoDigest() throws Exception {
    String range = "Content-Range: bytes 0-8/100\r\n";
    FaultServer server = server(exchange -> exchange.send(206, range + OTHER_CRC32C, NINE));

    Found found = (Found) value(store(server).get("a", ByteRange.of(0, 9)));

    assertThat(found.bytes()).isEqualTo(NINE);
  }

  @Test
  void nothingIsVerifiedOnRequest() throws Exception {
    FaultServer server = server(sends(OTHER_CRC32C));

    assertThat(get(opened(builder(server).checksums(false).build()))).isEqualTo(NINE);
  }
}
