package dev.zarrasync.s3;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.faults.ServerFixture;
import dev.zarrasync.http.internal.CrtRuntime;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.testing.EmbeddedS3;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which objects are put in parts, and how. */
class S3TransportInPartsTest extends ServerFixture {

  private static final int LARGE = 20 << 20;

  private S3Transport transport(FaultServer server, long multipartThreshold) {
    return opened(OnFaultServer.transport(server, multipartThreshold));
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
    FaultServer server = server(exchange -> exchange.send(200, "ETag: \"e\"\r\n", new byte[0]));
    var before = Thread.getAllStackTraces().keySet();
    S3Transport transport = transport(server, 10);
    value(transport.put("a", new byte[10]));

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
