package dev.zarrasync.s3;

import static dev.zarrasync.s3.Futures.failure;
import static dev.zarrasync.s3.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.fetch.Admission;
import dev.zarrasync.s3.FaultServer.Behaviour;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

class S3TransportTest extends TransportFixture {

  private static final byte[] TEN = "0123456789".getBytes(UTF_8);

  // -------------------------------------------------------------------------------------- Answers

  record BadAnswer(ByteRange range, int status, String headers, String problem) {}

  private static final String LENGTH_10 = "Content-Length: 10\r\n";

  static final List<BadAnswer> BAD_ANSWERS =
      List.of(
          new BadAnswer(ByteRange.of(0, 10), 200, LENGTH_10, "ignored the range"),
          new BadAnswer(ByteRange.ALL, 206, LENGTH_10, "the status is 206"),
          new BadAnswer(
              ByteRange.of(5, 10),
              206,
              LENGTH_10 + "Content-Range: bytes 6-15/100\r\n",
              "'bytes 6-15/100'"),
          new BadAnswer(
              ByteRange.of(5, 20),
              206,
              LENGTH_10 + "Content-Range: bytes 5-14/100\r\n",
              "'bytes 5-14/100'"),
          new BadAnswer(
              ByteRange.of(5, 5),
              206,
              LENGTH_10 + "Content-Range: bytes 5-9/100\r\n",
              "10 bytes and the Content-Range 'bytes 5-9/100'"),
          new BadAnswer(
              ByteRange.suffix(10),
              206,
              LENGTH_10 + "Content-Range: bytes 89-98/100\r\n",
              "'bytes 89-98/100'"),
          new BadAnswer(ByteRange.of(0, 10), 206, LENGTH_10, "the Content-Range is 'null'"),
          new BadAnswer(
              ByteRange.of(0, 10),
              206,
              LENGTH_10 + "Content-Range: bytes 0-9/*\r\n",
              "the Content-Range is 'bytes 0-9/*'"),
          new BadAnswer(ByteRange.ALL, 200, "Connection: close\r\n", "how long"));

  @ParameterizedTest
  @FieldSource("BAD_ANSWERS")
  void refusesAnAnswerToAnotherQuestion(BadAnswer bad) throws Exception {
    CompletableFuture<Void> hungUp = new CompletableFuture<>();
    FaultServer server =
        server(
            exchange -> {
              // The first byte too, because some clients do not tell of the head before.
              exchange.write(bad.status(), bad.headers(), new byte[1]);
              exchange.awaitHangUp();
              hungUp.complete(null);
            });

    StoreException failure =
        failure(transport(server).get("a", GetOptions.of(bad.range()), neverAsked()));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining(bad.problem());
    value(hungUp);
  }

  @Test
  void refusesABodyThatFitsNoArray() throws Exception {
    CompletableFuture<Void> hungUp = new CompletableFuture<>();
    FaultServer server =
        server(
            exchange -> {
              exchange.write(200, "Content-Length: 2147483640\r\n", new byte[100]);
              exchange.awaitHangUp();
              hungUp.complete(null);
            });

    StoreException failure = failure(transport(server).get("a", GetOptions.ALL, neverAsked()));

    assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
    value(hungUp);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9})
  void refusesABodyThatBreaksOff(int length) throws Exception {
    FaultServer server =
        server(
            exchange -> {
              exchange.write(200, LENGTH_10, new byte[length]);
              exchange.hangUp();
            });

    StoreException failure = failure(transport(server).get("a"));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("broke off").hasMessageContaining("of 10 bytes");
  }

  @Test
  void anAnswerWithoutItsBodyIsTransient() throws Exception {
    FaultServer server =
        server(
            exchange -> {
              exchange.write(200, LENGTH_10, new byte[0]);
              exchange.hangUp();
            });

    assertThat(failure(transport(server).get("a")).kind().isTransient()).isTrue();
  }

  @Test
  void refusesAChunkedBodyLongerThanItsRange() throws Exception {
    FaultServer server =
        server(
            exchange ->
                exchange.write(
                    206,
                    "Content-Range: bytes 0-3/100\r\nTransfer-Encoding: chunked\r\n",
                    "a\r\n0123456789\r\n0\r\n\r\n".getBytes(UTF_8)));

    assertThat(failure(transport(server).get("a", ByteRange.of(0, 4))).kind())
        .isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void bytesAfterTheBodyReachNoOtherAnswer() throws Exception {
    FaultServer server = server(exchange -> exchange.write(200, "Content-Length: 4\r\n", TEN));
    S3Transport transport = transport(server);

    for (int i = 0; i < 5; i++) {
      // They spoil the connection: a request that is sent on it fails.
      Fetched fetched = value(transport.get("a").exceptionally(error -> Fetched.MISSING));
      if (fetched instanceof Found found) {
        assertThat(found.bytes()).isEqualTo("0123".getBytes(UTF_8));
      }
    }
  }

  @Test
  void tellsTheSizeOfTheObjectAndItsTag() throws Exception {
    FaultServer server =
        server(
            exchange ->
                exchange.send(206, "ETag: \"tag\"\r\nContent-Range: bytes 5-14/100\r\n", TEN));

    Found found = (Found) value(transport(server).get("a", ByteRange.of(5, 10)));

    assertThat(found.bytes()).isEqualTo(TEN);
    assertThat(found.objectSize()).isEqualTo(100);
    assertThat(found.etag()).isEqualTo("\"tag\"");
    assertThat(server.exchanges().get(0).headers()).containsEntry("range", "bytes=5-14");
  }

  // ------------------------------------------------------------------------------------ Admission

  @Test
  void receivesABodyOnlyWhenItIsAdmitted() throws Exception {
    int size = 32 << 20;
    CompletableFuture<Void> written = new CompletableFuture<>();
    FaultServer server =
        server(
            exchange -> {
              exchange.send(200, "", new byte[size]);
              written.complete(null);
            });
    HandAdmission admission = new HandAdmission();

    CompletableFuture<Fetched> get = transport(server).get("a", GetOptions.ALL, admission);

    HandAdmission.Asked asked = admission.next();
    assertThat(asked.bytes()).isEqualTo(size);
    // More than the buffers of both sockets hold: the server cannot be through.
    assertThat(written).isNotDone();
    assertThat(get).isNotDone();
    asked.admit();
    assertThat(((Found) value(get)).bytes()).hasSize(size);
    value(written);
    assertThat(admission.asked).isEmpty();
  }

  @Test
  void asksAdmissionForAnEmptyBody() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", new byte[0]));
    HandAdmission admission = new HandAdmission();

    CompletableFuture<Fetched> get = transport(server).get("a", GetOptions.ALL, admission);

    HandAdmission.Asked asked = admission.next();
    assertThat(asked.bytes()).isZero();
    assertThat(get).isNotDone();
    asked.admit();
    assertThat(((Found) value(get)).bytes()).isEmpty();
  }

  @Test
  void bodiesThatWaitHoldUpNoOther() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", TEN));
    S3Transport transport = transport(server);
    HandAdmission admission = new HandAdmission();
    List<CompletableFuture<Fetched>> gets = new ArrayList<>();
    List<HandAdmission.Asked> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      gets.add(transport.get("waits", GetOptions.ALL, admission));
      waiting.add(admission.next());
    }

    for (int i = 0; i < 10; i++) {
      assertThat(((Found) value(transport.get("a"))).bytes()).isEqualTo(TEN);
    }

    assertThat(gets).noneMatch(CompletableFuture::isDone);
    waiting.forEach(HandAdmission.Asked::admit);
    for (CompletableFuture<Fetched> get : gets) {
      assertThat(((Found) value(get)).bytes()).isEqualTo(TEN);
    }
  }

  @Test
  void aRefusedAdmissionFailsTheGetAndAbortsTheTransfer() throws Exception {
    CompletableFuture<Void> hungUp = new CompletableFuture<>();
    FaultServer server = server(answersAndAwaitsHangUp(hungUp));
    IllegalStateException refusal = new IllegalStateException("no room");
    S3Transport transport = transport(server);

    CompletableFuture<Fetched> get =
        transport.get("a", GetOptions.ALL, bytes -> CompletableFuture.failedFuture(refusal));

    assertThat(get)
        .failsWithin(30, TimeUnit.SECONDS)
        .withThrowableThat()
        .havingCause()
        .isSameAs(refusal);
    value(hungUp);
  }

  @Test
  void aRefusalThatComesLaterFailsTheGetAsItIs() throws Exception {
    CompletableFuture<Void> hungUp = new CompletableFuture<>();
    FaultServer server = server(answersAndAwaitsHangUp(hungUp));
    HandAdmission admission = new HandAdmission();
    IllegalStateException refusal = new IllegalStateException("no room");
    CompletableFuture<Fetched> get = transport(server).get("a", GetOptions.ALL, admission);

    admission.next().admitted().completeExceptionally(refusal);

    assertThat(get)
        .failsWithin(30, TimeUnit.SECONDS)
        .withThrowableThat()
        .havingCause()
        .isSameAs(refusal);
    value(hungUp);
  }

  @Test
  void aRangeAnsweredByAllOfAnEmptyObjectIsUnsatisfiable() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", new byte[0]));

    StoreException failure =
        failure(transport(server).get("a", GetOptions.of(ByteRange.suffix(1)), Admission.OPEN));

    assertThat(failure.kind()).isEqualTo(StoreException.Kind.UNSATISFIABLE_RANGE);
  }

  // --------------------------------------------------------------------------------------- Aborts

  @Test
  void cancellingAbortsARequestThatIsNotAnswered() throws Exception {
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    CompletableFuture<Void> hungUp = new CompletableFuture<>();
    FaultServer server = server(awaitsHangUp(arrived, hungUp));
    CompletableFuture<Fetched> get = transport(server).get("a");
    value(arrived);

    get.cancel(true);

    value(hungUp);
  }

  @Test
  void cancellingAbortsABodyThatWaitsForAdmission() throws Exception {
    CompletableFuture<Void> hungUp = new CompletableFuture<>();
    FaultServer server = server(answersAndAwaitsHangUp(hungUp));
    HandAdmission admission = new HandAdmission();
    CompletableFuture<Fetched> get = transport(server).get("a", GetOptions.ALL, admission);
    HandAdmission.Asked asked = admission.next();

    get.cancel(true);

    value(hungUp);
    asked.admit();
  }

  @Test
  void cancellingAbortsABodyThatIsBeingReceived() throws Exception {
    CompletableFuture<Void> hungUp = new CompletableFuture<>();
    FaultServer server = server(answersAndAwaitsHangUp(hungUp));
    HandAdmission admission = new HandAdmission();
    CompletableFuture<Fetched> get = transport(server).get("a", GetOptions.ALL, admission);
    admission.next().admit();

    get.cancel(true);

    value(hungUp);
  }

  @Test
  void closingFailsWhatIsUnderWayAndAbortsIt() throws Exception {
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    CompletableFuture<Void> hungUp = new CompletableFuture<>();
    FaultServer server = server(awaitsHangUp(arrived, hungUp));
    S3Transport transport = transport(server);
    CompletableFuture<Fetched> get = transport.get("a");
    value(arrived);

    transport.close();

    assertThat(failure(get).kind()).isEqualTo(Kind.CLOSED);
    value(hungUp);
    assertThat(failure(transport.get("a")).kind()).isEqualTo(Kind.CLOSED);
    assertThat(failure(transport.list(ListRequest.all("p"))).key()).isEqualTo("p");
  }

  @Test
  void canBeClosedByAFunctionChainedToAFuture() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", TEN));
    S3Transport transport = transport(server);

    value(transport.get("a").thenRun(transport::close));

    assertThat(failure(transport.get("a")).kind()).isEqualTo(Kind.CLOSED);
  }

  @Test
  void startsNoThreadBeforeTheFirstRequest() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", TEN));
    var before = Thread.getAllStackTraces().keySet();
    S3Transport transport = transport(server);

    assertThat(transport.url("a")).isEqualTo(server.endpoint() + "/bucket/a");
    transport.close();

    assertThat(Thread.getAllStackTraces().keySet()).isSubsetOf(before);
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    // Finding the library to load starts a thread of the JDK, once.
    CrtRuntime.loads();
    FaultServer server = server(exchange -> exchange.send(200, "", TEN));
    var before = Thread.getAllStackTraces().keySet();
    S3Transport transport = transport(server);
    for (int i = 0; i < 20; i++) {
      value(transport.get("a"));
    }

    transport.close();

    server.close();
    awaitEndOfThreadsBut(before);
  }

  @Test
  void leavesTheUsersClientOpen() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", TEN));
    try (S3AsyncClient client =
        S3AsyncClient.builder()
            .endpointOverride(server.endpoint())
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build()) {
      for (int i = 0; i < 2; i++) {
        try (S3Store store = S3Store.builder().bucket("bucket").client(client).build()) {
          assertThat(((Found) value(store.get("a"))).bytes()).isEqualTo(TEN);
        }
      }
    }
  }

  // -------------------------------------------------------------------------------- Many deletes

  private static final byte[] ALL_DELETED =
      "<DeleteResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"></DeleteResult>"
          .getBytes(UTF_8);

  @Test
  void manyAreDeletedAThousandARequest() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", ALL_DELETED));
    List<String> keys = IntStream.range(0, 2_001).mapToObj(i -> "c/" + i).toList();

    value(transport(server).deleteItems(keys));

    assertThat(server.exchanges())
        .hasSize(3)
        .allMatch(exchange -> exchange.line().startsWith("POST /bucket?delete"));
  }

  @Test
  void aKeyThatIsNotDeletedIsNamedWhenAllWereTried() throws Exception {
    String answer =
        "<DeleteResult><Error><Key>c/7</Key><Code>AccessDenied</Code><Message>no</Message></Error>"
            + "</DeleteResult>";
    FaultServer server = server(exchange -> exchange.send(200, "", answer.getBytes(UTF_8)));
    List<String> keys = IntStream.range(0, 1_500).mapToObj(i -> "c/" + i).toList();

    StoreException failure = failure(transport(server).deleteItems(keys));

    assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
    assertThat(failure.key()).isEqualTo("c/7");
    assertThat(server.exchanges()).hasSize(2);
  }

  @Test
  void anInvalidKeyIsRefusedBeforeAnyIsDeleted() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", ALL_DELETED));

    StoreException failure = failure(transport(server).deleteItems(List.of("a", "b//c")));

    assertThat(failure.kind()).isEqualTo(Kind.INVALID_KEY);
    assertThat(failure.key()).isEqualTo("b//c");
    assertThat(server.exchanges()).isEmpty();
  }

  @Test
  void aKeyThatXmlCannotHoldIsDeletedAlone() throws Exception {
    FaultServer server =
        server(
            exchange -> {
              boolean many = exchange.line().startsWith("POST");
              exchange.send(many ? 200 : 204, "", many ? ALL_DELETED : new byte[0]);
            });

    value(transport(server).deleteItems(List.of("a", "bell\u0007", "b")));

    assertThat(server.exchanges())
        .extracting(exchange -> exchange.line().substring(0, 20))
        .containsExactlyInAnyOrder("DELETE /bucket/bell%", "POST /bucket?delete ");
  }

  // ------------------------------------------------------------------------------------- Requests

  @Test
  void aPutSendsTheBytesPlain() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", new byte[0]));

    value(transport(server).put("a/b", TEN));

    assertThat(server.exchanges().get(0).line()).startsWith("PUT /bucket/a/b ");
    assertThat(server.exchanges().get(0).headers())
        .containsEntry("content-length", "10")
        .doesNotContainKeys("expect", "x-amz-trailer", "x-amz-sdk-checksum-algorithm");
  }

  @Test
  void aGetAsksForNoChecksum() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", TEN));

    value(transport(server).get("a"));

    assertThat(server.exchanges()).hasSize(1);
    assertThat(server.exchanges().get(0).headers())
        .doesNotContainKeys("x-amz-checksum-mode", "range");
  }

  @Test
  void listsLeaveOutWhatIsNoKey() throws Exception {
    String listing =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
          <EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
          <NextContinuationToken>next</NextContinuationToken>
          <Contents><Key>d/</Key><Size>0</Size></Contents>
          <Contents><Key>d//e</Key><Size>1</Size></Contents>
          <Contents><Key>d/a+b%2Bc%0A</Key><Size>2</Size><ETag>"t"</ETag></Contents>
          <CommonPrefixes><Prefix>d/e/</Prefix></CommonPrefixes>
          <CommonPrefixes><Prefix>d//</Prefix></CommonPrefixes>
        </ListBucketResult>
        """;
    FaultServer server = server(exchange -> exchange.send(200, "", listing.getBytes(UTF_8)));

    var page = value(transport(server).list(ListRequest.children("d/")));

    assertThat(page.objects()).containsExactly(new ListedObject("d/a b+c\n", 2, "\"t\""));
    assertThat(page.prefixes()).containsExactly("d/e/");
    assertThat(page.next()).isEqualTo(ListRequest.children("d/").token("next"));
    assertThat(server.exchanges().get(0).line())
        .contains(
            "list-type=2", "encoding-type=url", "prefix=d%2F", "delimiter=%2F", "max-keys=1000");
  }

  private static Behaviour awaitsHangUp(
      CompletableFuture<Void> arrived, CompletableFuture<Void> hungUp) {
    return exchange -> {
      arrived.complete(null);
      exchange.awaitHangUp();
      hungUp.complete(null);
    };
  }

  private static Behaviour answersAndAwaitsHangUp(CompletableFuture<Void> hungUp) {
    return exchange -> {
      exchange.write(200, "Content-Length: 1000000\r\n", new byte[1000]);
      exchange.awaitHangUp();
      hungUp.complete(null);
    };
  }

  private static Admission neverAsked() {
    return bytes -> {
      throw new AssertionError("asked for " + bytes + " bytes");
    };
  }
}
