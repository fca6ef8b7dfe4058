package dev.zarrasync.s3;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.faults.FaultServer.Behaviour;
import dev.zarrasync.faults.ServerFixture;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.net.URI;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** Checksums of objects, as a server sends and gets them. */
class S3ChecksumsTest extends ServerFixture {

  // What the catalogues of CRC algorithms are computed of, and what they say comes out.
  private static final byte[] NINE = "123456789".getBytes(UTF_8);
  private static final String CRC32C = "x-amz-checksum-crc32c: 4waSgw==\r\n";
  private static final String OTHER_CRC32C = "x-amz-checksum-crc32c: AAAAAA==\r\n";

  private S3StoreBuilder builder(FaultServer server) {
    return OnFaultServer.store(server).checksums(true).multipartThreshold(Long.MAX_VALUE);
  }

  private S3Store store(FaultServer server) {
    return opened(builder(server).build());
  }

  private static Behaviour sends(String headers) {
    return exchange -> exchange.send(200, headers, NINE);
  }

  private static byte[] get(S3Store store, GetOptions options) throws Exception {
    return ((Found) value(store.get("a", options))).bytes();
  }

  @ParameterizedTest
  @EnumSource(value = ClientKind.class, names = "IN_PARTS", mode = Mode.EXCLUDE)
  void aGetOfAWholeObjectAsksForItsChecksum(ClientKind client) throws Exception {
    FaultServer server = server(sends(CRC32C));

    client.use(
        OnFaultServer.store(server).checksums(true),
        store -> assertThat(get(store, GetOptions.ALL)).isEqualTo(NINE));

    assertThat(server.exchanges().get(0).headers()).containsEntry("x-amz-checksum-mode", "ENABLED");
    assertThat(server.exchanges().get(0).headers().get("authorization"))
        .contains("x-amz-checksum-mode");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "crc32: y/Q5Jg==",
        "crc32c: 4waSgw==",
        "crc64nvme: rosUhgp5mIg=",
        "sha1: 98O8HYCOBHMq32eZZczDTKeuNEE=",
        "sha256: FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="
      })
  void eachAlgorithmIsVerified(String header) throws Exception {
    String right = "x-amz-checksum-" + header + "\r\n";
    assertThat(get(store(server(sends(right))), GetOptions.ALL)).isEqualTo(NINE);

    String wrong = right.replaceFirst(": ..", ": zz");
    StoreException failure = failure(store(server(sends(wrong))).get("a"));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("that of the object is zz");
  }

  @Test
  void aBodyThatIsDamagedOnceIsReadAgain() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    byte[] damaged = "123456788".getBytes(UTF_8);
    FaultServer server =
        server(
            exchange ->
                exchange.send(200, CRC32C, requests.getAndIncrement() == 0 ? damaged : NINE));

    S3Store store = opened(builder(server).maxAttempts(2).build());

    assertThat(get(store, GetOptions.ALL)).isEqualTo(NINE);
    assertThat(server.exchanges()).hasSize(2);
  }

  @Test
  void aBodyThatStaysDamagedIsAnErrorThatSaysAll() throws Exception {
    FaultServer server = server(sends(OTHER_CRC32C));

    StoreException failure = failure(opened(builder(server).maxAttempts(3).build()).get("a"));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure.attempts()).isEqualTo(3);
    assertThat(failure)
        .hasMessageContaining("CRC32C is 4waSgw==, and that of the object is AAAAAA==")
        .hasMessageContaining("key 'a'")
        .hasMessageContaining(server.endpoint() + "/bucket/a");
    assertThat(server.exchanges()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x-amz-checksum-crc32c: AAAAAA==-3\r\n",
        "x-amz-checksum-crc32c: AAAAAA==\r\nx-amz-checksum-type: COMPOSITE\r\n",
        "x-amz-checksum-unheard: AAAAAA==\r\n"
      })
  void aBodyWithoutAChecksumOfItsBytesIsTaken(String headers) throws Exception {
    assertThat(get(store(server(sends(headers))), GetOptions.ALL)).isEqualTo(NINE);
  }

  @Test
  void aRangeHasNoChecksum() throws Exception {
    String range = "Content-Range: bytes 0-8/100\r\n";
    FaultServer server = server(exchange -> exchange.send(206, range + OTHER_CRC32C, NINE));

    assertThat(get(store(server), GetOptions.of(ByteRange.of(0, 9)))).isEqualTo(NINE);

    assertThat(server.exchanges().get(0).headers()).doesNotContainKey("x-amz-checksum-mode");
  }

  @Test
  void aLargeObjectIsVerifiedThoughRangesOfItAreJoined() throws Exception {
    byte[] large = new byte[32 << 20];
    new Random(1).nextBytes(large);
    String right = "x-amz-checksum-crc32c: " + ObjectChecksum.crc32c(large) + "\r\n";

    assertThat(get(store(server(sendsRanges(large, right))), GetOptions.ALL)).isEqualTo(large);

    StoreException failure = failure(store(server(sendsRanges(large, OTHER_CRC32C))).get("a"));
    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("that of the object is AAAAAA==");
  }

  private static FaultServer.Behaviour sendsRanges(byte[] object, String checksum) {
    return exchange -> {
      String range = exchange.headers().get("range");
      if (range == null) {
        exchange.send(200, "ETag: \"e\"\r\n" + checksum, object);
        return;
      }
      String[] bounds = range.substring("bytes=".length()).split("-", 2);
      int start = Integer.parseInt(bounds[0]);
      int end = Integer.parseInt(bounds[1]) + 1;
      String sent = "Content-Range: bytes %d-%d/%d\r\n".formatted(start, end - 1, object.length);
      exchange.send(206, "ETag: \"e\"\r\n" + sent, Arrays.copyOfRange(object, start, end));
    };
  }

  @Test
  void theUsersClientAsksForChecksumsOnRequest() throws Exception {
    FaultServer server = server(sends(OTHER_CRC32C));
    S3AsyncClient client = opened(OnFaultServer.client(server));
    S3StoreBuilder builder = S3Store.builder().bucket("bucket").client(client).maxAttempts(1);

    StoreException failure = failure(opened(builder.checksums(true).build()).get("a"));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void anotherServerIsNotAskedUnlessToldSo() throws Exception {
    FaultServer server = server(sends(OTHER_CRC32C));

    assertThat(get(opened(OnFaultServer.store(server).build()), GetOptions.ALL)).isEqualTo(NINE);

    assertThat(server.exchanges().get(0).headers()).doesNotContainKey("x-amz-checksum-mode");
    assertThat(address(server.endpoint()).keepsChecksums()).isFalse();
    assertThat(address(null).keepsChecksums()).isTrue();
  }

  private static S3Address address(@Nullable URI endpoint) {
    return new S3Address("us-east-1", endpoint, true, false, false, false);
  }

  // ----------------------------------------------------------------------------------------- Puts

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPutSendsItsChecksum(boolean signed) throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", new byte[0]));
    S3StoreBuilder builder = builder(server);
    S3Store store = opened((signed ? builder : builder.anonymous()).build());

    value(store.put("a", NINE));

    assertThat(server.exchanges().get(0).headers())
        .containsEntry("x-amz-checksum-crc32c", "4waSgw==")
        .containsEntry("content-length", "9")
        .doesNotContainKey("x-amz-trailer");
  }

  @Test
  void aPutInPartsSendsAChecksumWithEach() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "ETag: \"e\"\r\n", new byte[0]));

    ClientKind.IN_PARTS.use(
        OnFaultServer.store(server).checksums(true), store -> value(store.put("a", NINE)));

    assertThat(server.exchanges().get(0).headers().toString())
        .containsIgnoringCase("x-amz-checksum-crc32c");
  }

  @Test
  void aRefusedChecksumFailsThePut() throws Exception {
    FaultServer server = server(new ErrorAnswer(400, "BadDigest"));

    StoreException failure = failure(store(server).put("a", NINE));

    assertThat(failure).hasMessageContaining("another checksum than was sent");
    assertThat(failure.kind().isTransient()).as(failure.getMessage()).isTrue();
  }
}
