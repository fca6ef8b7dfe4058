package dev.zarrasync.s3;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.faults.HandAdmission;
import dev.zarrasync.faults.ServerFixture;
import dev.zarrasync.fetch.Admission;
import dev.zarrasync.http.internal.CrtRuntime;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.testing.EmbeddedS3;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which objects are read and written in parts, and how. */
class S3TransportInPartsTest extends ServerFixture {

  private static final byte[] TEN = "0123456789".getBytes(UTF_8);

  private static final int LARGE = 20 << 20;

  private S3Transport transport(FaultServer server, long multipartThreshold) {
    return opened(OnFaultServer.transport(server, multipartThreshold));
  }

  /** Answers with a part of a large object, or with all of it. */
  private static void sendLarge(FaultServer.Exchange exchange) throws IOException {
    byte[] object = new byte[LARGE];
    for (int i = 0; i < LARGE; i++) {
      object[i] = (byte) (i % 251);
    }
    String range = exchange.headers().get("range");
    if (range == null) {
      exchange.send(200, "ETag: \"e\"\r\n", object);
    } else {
      String[] bounds = range.substring("bytes=".length()).split("-", 2);
      int start = Integer.parseInt(bounds[0]);
      int end = Math.min(LARGE, Integer.parseInt(bounds[1]) + 1);
      exchange.send(
          206,
          "ETag: \"e\"\r\nContent-Range: bytes %d-%d/%d\r\n".formatted(start, end - 1, LARGE),
          Arrays.copyOfRange(object, start, end));
    }
  }

  private static void assertLarge(Fetched fetched, int start, int end) {
    Found found = (Found) fetched;
    assertThat(found.objectSize()).isEqualTo(LARGE);
    assertThat(found.etag()).isEqualTo("\"e\"");
    assertThat(found.bytes()).hasSize(end - start);
    for (int i = start; i < end; i++) {
      if (found.bytes()[i - start] != (byte) (i % 251)) {
        throw new AssertionError("byte " + i + " is wrong");
      }
    }
  }

  @Test
  void anObjectThatIsKnownToBeLargeIsReadInParts() throws Exception {
    FaultServer server = server(S3TransportInPartsTest::sendLarge);
    HandAdmission admission = new HandAdmission();

    CompletableFuture<Fetched> get =
        transport(server, LARGE).get("a", GetOptions.ALL.expectedSize(LARGE), admission);

    HandAdmission.Asked asked = admission.next();
    assertThat(asked.bytes()).isEqualTo(LARGE);
    assertThat(server.exchanges()).isEmpty();
    asked.admit();
    assertLarge(value(get), 0, LARGE);
    assertThat(server.exchanges())
        .extracting(exchange -> exchange.headers().get("range"))
        .containsExactlyInAnyOrder(
            "bytes=0-8388607", "bytes=8388608-16777215", "bytes=16777216-20971519");
    assertThat(admission.asked).isEmpty();
  }

  @Test
  void anObjectThatTurnsOutToBeLargeIsReadInPartsAndItsSiblingsAtOnce() throws Exception {
    FaultServer server = server(S3TransportInPartsTest::sendLarge);
    S3Transport transport = transport(server, LARGE);

    assertLarge(value(transport.get("c/0")), 0, LARGE);
    assertThat(server.exchanges()).hasSize(1 + 3);
    assertLarge(value(transport.get("c/1")), 0, LARGE);
    assertThat(server.exchanges()).hasSize(1 + 3 + 3);
    assertLarge(value(transport.get("d/0")), 0, LARGE);
    assertThat(server.exchanges()).hasSize(1 + 3 + 3 + 1 + 3);
  }

  @Test
  void aLargeSpanIsReadInParts() throws Exception {
    FaultServer server = server(S3TransportInPartsTest::sendLarge);
    int length = 10 << 20;

    Fetched fetched =
        value(
            transport(server, length)
                .get(
                    "a",
                    GetOptions.of(ByteRange.of(5, length)).expectedSize(LARGE),
                    Admission.OPEN));

    assertLarge(fetched, 5, 5 + length);
    assertThat(server.exchanges())
        .extracting(exchange -> exchange.headers().get("range"))
        .containsExactlyInAnyOrder("bytes=5-8388612", "bytes=8388613-10485764");
  }

  @Test
  void aLargeObjectThatIsEmptyByNowIsRead() throws Exception {
    FaultServer server =
        server(
            exchange -> {
              boolean part = exchange.headers().containsKey("range");
              exchange.send(part ? 416 : 200, "", new byte[0]);
            });

    Fetched fetched = value(transport(server, 10).get("a", GetOptions.ALL.expectedSize(10)));

    assertThat(((Found) fetched).bytes()).isEmpty();
  }

  @Test
  void aLargeObjectOfAServerWithoutTagsIsRead() throws Exception {
    FaultServer server =
        server(
            exchange -> {
              boolean part = exchange.headers().containsKey("range");
              exchange.send(part ? 206 : 200, part ? "Content-Range: bytes 0-9/10\r\n" : "", TEN);
            });
    HandAdmission admission = new HandAdmission();

    CompletableFuture<Fetched> get =
        transport(server, 10).get("a", GetOptions.ALL.expectedSize(10), admission);

    admission.next().admit();
    assertThat(((Found) value(get)).bytes()).isEqualTo(TEN);
    assertThat(admission.asked).isEmpty();
  }

  @Test
  void anObjectLargerThanExpectedIsReadByTheNextAttempt() throws Exception {
    FaultServer server = server(S3TransportInPartsTest::sendLarge);
    S3Transport transport = transport(server, 10);
    GetOptions options = GetOptions.ALL.expectedSize(LARGE / 2);

    StoreException failure = failure(transport.get("a", options));

    assertThat(failure.kind().isTransient()).isTrue();
    assertThat(failure).hasMessageContaining(LARGE + " bytes, and " + LARGE / 2 + " were expected");
    assertLarge(value(transport.get("a", options)), 0, LARGE);
  }

  @Test
  void aLargePutOnAConditionIsOneRequest() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", new byte[0]));

    value(transport(server, 10).put("a", new byte[LARGE], Condition.ABSENT));

    assertThat(server.exchanges()).hasSize(1);
    assertThat(server.exchanges().get(0).headers()).containsEntry("if-none-match", "*");
  }

  @Test
  void aLargePutThatFailsInAPartIsAborted() throws Exception {
    FaultServer server =
        server(
            exchange -> {
              String line = exchange.line();
              if (line.startsWith("POST") && line.contains("uploads")) {
                String started =
                    "<InitiateMultipartUploadResult><Bucket>bucket</Bucket><Key>a</Key>"
                        + "<UploadId>the-upload</UploadId></InitiateMultipartUploadResult>";
                exchange.send(200, "", started.getBytes(UTF_8));
              } else if (line.startsWith("DELETE")) {
                exchange.write(204, "", new byte[0]);
              } else {
                new ErrorAnswer(403, "AccessDenied").answer(exchange);
              }
            });

    StoreException failure = failure(transport(server, 10).put("a", new byte[LARGE]));

    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(Kind.ACCESS_DENIED);
    assertThat(server.exchanges())
        .extracting(FaultServer.Exchange::line)
        .noneMatch(line -> line.startsWith("POST") && !line.contains("uploads"))
        .anyMatch(line -> line.startsWith("DELETE /bucket/a?uploadId=the-upload"));
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    // Finding the library to load starts a thread of the JDK, once.
    CrtRuntime.loads();
    FaultServer server = server(S3TransportInPartsTest::sendLarge);
    var before = Thread.getAllStackTraces().keySet();
    S3Transport transport = transport(server, LARGE);
    assertLarge(value(transport.get("a")), 0, LARGE);

    transport.close();

    server.close();
    awaitEndOfThreadsBut(before);
  }

  @Test
  void opensNoMoreConnectionsThanAllowed() throws Exception {
    int limit = 8;
    try (EmbeddedS3 s3 = EmbeddedS3.start();
        S3Store store =
            OnEmbeddedS3.store(s3, s3.newBucket())
                .maxConnections(limit)
                .multipartThreshold(1_000)
                .cacheBytes(0)
                .build()) {
      byte[] large = new byte[1_000];
      for (int i = 0; i < 50; i++) {
        value(store.put("large/" + i, large));
        value(store.put("small/" + i, new byte[i]));
      }
      var keys =
          IntStream.range(0, 100)
              .mapToObj(i -> (i % 2 == 0 ? "large/" : "small/") + i / 2)
              .toList();

      for (var item : store.getItems(keys).values()) {
        value(item);
      }

      assertThat(s3.connections()).isLessThanOrEqualTo(limit);
    }
  }
}
