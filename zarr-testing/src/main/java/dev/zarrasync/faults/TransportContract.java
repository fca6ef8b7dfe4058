package dev.zarrasync.faults;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.FaultServer.Behaviour;
import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.FetchOptions;
import dev.zarrasync.fetch.FetchStore;
import dev.zarrasync.fetch.Transport;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link Transport} over HTTP/1.1 must do, as tests: which answers it takes, when it
 * receives bodies, and what a cancel or a close does. The test of a transport extends this class.
 */
public abstract class TransportContract extends ServerFixture {

  private static final byte[] TEN = "0123456789".getBytes(UTF_8);

  /**
   * Makes a transport that may open at least four connections, and waits 30 seconds for answers.
   *
   * @param server where its objects are
   */
  protected abstract Transport newTransport(FaultServer server);

  /** A transport that is closed after the test. */
  protected final Transport transport(FaultServer server) {
    return opened(newTransport(server));
  }

  // -------------------------------------------------------------------------------------- Answers

  record BadAnswer(ByteRange range, int status, String headers, String problem) {}

  private static final String LENGTH_10 = "Content-Length: 10\r\n";

  static final List<BadAnswer> BAD_ANSWERS =
      List.of(
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
          new BadAnswer(ByteRange.of(0, 10), 206, LENGTH_10, "the Content-Range is "),
          new BadAnswer(
              ByteRange.of(0, 10),
              206,
              LENGTH_10 + "Content-Range: bytes 0-9/*\r\n",
              "the Content-Range is 'bytes 0-9/*'"),
          new BadAnswer(ByteRange.ALL, 200, "Connection: close\r\n", "how long"));

  @Test
  void aBodyThatDripsEndsWithItsAttempt() throws Exception {
    CompletableFuture<Void> hungUp = new CompletableFuture<>();
    FaultServer server =
        server(
            exchange -> {
              exchange.write(200, "Content-Length: 1000000\r\n", new byte[1]);
              exchange.dripUntilHangUp();
              hungUp.complete(null);
            });
    FetchOptions impatient =
        FetchOptions.DEFAULT.maxAttempts(1).attemptTimeout(Duration.ofMillis(500));
    FetchStore store = opened(new FetchStore(transport(server), impatient));

    assertThat(failure(store.get("a")).kind()).isEqualTo(Kind.TIMEOUT);
    value(hungUp);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aServerThatFallsSilentEndsTheAttempt(int bytesBefore) throws Exception {
    CompletableFuture<Void> hungUp = new CompletableFuture<>();
    FaultServer server =
        server(
            exchange -> {
              if (bytesBefore > 0) {
                exchange.write(200, "Content-Length: 1000000\r\n", new byte[bytesBefore]);
              }
              exchange.awaitHangUp();
              hungUp.complete(null);
            });
    FetchOptions impatient =
        FetchOptions.DEFAULT
            .maxAttempts(1)
            .attemptTimeout(Duration.ofHours(1))
            .deadline(Duration.ofHours(1))
            .stallTimeout(Duration.ofMillis(500));
    FetchStore store = opened(new FetchStore(transport(server), impatient));

    StoreException failure = failure(store.get("a"));
    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure).hasMessageContaining("no byte in 500 ms");
    value(hungUp);
  }

  @Test
  void aLargeBodyGoesOnWhereItBrokeOff() throws Exception {
    byte[] body = new byte[4 << 20];
    new Random(1).nextBytes(body);
    FaultServer server = server(exchange -> breakOff(exchange, body));
    FetchStore store = opened(new FetchStore(transport(server), FetchOptions.DEFAULT));

    Found found = (Found) value(store.get("a"));

    assertThat(found.bytes()).isEqualTo(body);
    assertThat(found.objectSize()).isEqualTo(body.length);
    List<Integer> starts = server.exchanges().stream().map(TransportContract::start).toList();
    assertThat(starts).hasSizeGreaterThanOrEqualTo(3).isSorted().doesNotHaveDuplicates();
    assertThat(server.exchanges())
        .filteredOn(exchange -> start(exchange) > 0)
        .allMatch(exchange -> "\"tag\"".equals(exchange.headers().get("if-match")));
  }

  /** Sends up to 1.5 MiB of what is asked for, and then no more. */
  private static void breakOff(FaultServer.Exchange exchange, byte[] body) throws IOException {
    int start = start(exchange);
    int sent = Math.min(body.length - start, 3 << 19);
    String headers = "ETag: \"tag\"\r\nContent-Length: " + (body.length - start) + "\r\n";
    String range =
        "Content-Range: bytes %d-%d/%d\r\n".formatted(start, body.length - 1, body.length);
    exchange.write(
        start == 0 ? 200 : 206,
        start == 0 ? headers : headers + range,
        Arrays.copyOfRange(body, start, start + sent));
    if (start + sent < body.length) {
      exchange.hangUp();
    }
  }

  @Test
  void aLargeBodyIsReceivedFromBothEnds() throws Exception {
    int range = 8 << 20;
    byte[] body = new byte[4 * range];
    new Random(1).nextBytes(body);
    CompletableFuture<Void> cut = new CompletableFuture<>();
    FaultServer server =
        server(
            exchange -> {
              int start = start(exchange);
              if (start > 0) {
                sendRange(exchange, body, start, start + range);
              } else {
                String length = "Content-Length: " + body.length + "\r\n";
                String headers = "ETag: \"tag\"\r\nAccept-Ranges: bytes\r\n" + length;
                exchange.write(200, headers, Arrays.copyOf(body, range));
                exchange.awaitHangUp();
                cut.complete(null);
              }
            });
    FetchOptions wide = FetchOptions.DEFAULT.limits(new Limits(4, 32L * range));
    FetchStore store = opened(new FetchStore(transport(server), wide));

    assertThat(((Found) value(store.get("a"))).bytes()).isEqualTo(body);

    value(cut);
    assertThat(server.exchanges())
        .extracting(TransportContract::start)
        .containsExactlyInAnyOrder(0, range, 2 * range, 3 * range);
    assertThat(server.exchanges())
        .filteredOn(exchange -> start(exchange) > 0)
        .allMatch(exchange -> "\"tag\"".equals(exchange.headers().get("if-match")));
  }

  private static void sendRange(FaultServer.Exchange exchange, byte[] body, int start, int end)
      throws IOException {
    String range = "Content-Range: bytes %d-%d/%d\r\n".formatted(start, end - 1, body.length);
    exchange.send(206, "ETag: \"tag\"\r\n" + range, Arrays.copyOfRange(body, start, end));
  }

  private static int start(FaultServer.Exchange exchange) {
    String range = exchange.headers().getOrDefault("range", "bytes=0-");
    return Integer.parseInt(range.substring("bytes=".length(), range.indexOf('-')));
  }

  @Test
  void tellsHowLongTheServerAsksToWait() throws Exception {
    FaultServer server = server(exchange -> exchange.send(503, "Retry-After: 7\r\n", TEN));

    StoreException failure = failure(transport(server).get("a", ByteRange.ALL));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
  }

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
    FaultServer server = server(answersAndAwaitsHangUp("Content-Length: 2147483640\r\n", hungUp));

    StoreException failure = failure(transport(server).get("a", GetOptions.ALL, neverAsked()));

    assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
    value(hungUp);
  }

  @Test
  void aRangeOfAnObjectThatFitsNoArrayIsRead() throws Exception {
    String headers =
        "Content-Length: 4\r\nContent-Range: bytes 5000000000-5000000003/6000000000\r\n";
    FaultServer server = server(exchange -> exchange.write(206, headers, new byte[4]));

    Found found = (Found) value(transport(server).get("a", ByteRange.of(5_000_000_000L, 4)));

    assertThat(found.objectSize()).isEqualTo(6_000_000_000L);
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

    StoreException failure = failure(transport(server).get("a", ByteRange.of(0, 4)));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("longer than the 4 bytes announced");
  }

  @Test
  void bytesAfterTheBodyReachNoOtherAnswer() throws Exception {
    FaultServer server = server(exchange -> exchange.write(200, "Content-Length: 4\r\n", TEN));
    Transport transport = transport(server);

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

  @Test
  void aRangeAnsweredByAllOfAnEmptyObjectIsUnsatisfiable() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", new byte[0]));

    StoreException failure =
        failure(transport(server).get("a", GetOptions.of(ByteRange.suffix(1)), Admission.OPEN));

    assertThat(failure.kind()).isEqualTo(Kind.UNSATISFIABLE_RANGE);
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
    Transport transport = transport(server);
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
    Transport transport = transport(server);

    CompletableFuture<Fetched> get =
        transport.get("a", GetOptions.ALL, bytes -> CompletableFuture.failedFuture(refusal));

    assertFailsAsItIs(get, refusal);
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

    assertFailsAsItIs(get, refusal);
    value(hungUp);
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
    Transport transport = transport(server);
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
    Transport transport = transport(server);

    value(transport.get("a").thenRun(transport::close));

    assertThat(failure(transport.get("a")).kind()).isEqualTo(Kind.CLOSED);
  }

  @Test
  void startsNoThreadBeforeTheFirstRequest() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", TEN));
    var before = Thread.getAllStackTraces().keySet();
    Transport transport = transport(server);

    assertThat(transport.url("a")).startsWith(server.endpoint() + "/").endsWith("/a");
    transport.close();

    assertThat(Thread.getAllStackTraces().keySet()).isSubsetOf(before);
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", TEN));
    var before = Thread.getAllStackTraces().keySet();
    Transport transport = transport(server);
    for (int i = 0; i < 20; i++) {
      value(transport.get("a"));
    }

    transport.close();

    server.close();
    awaitEndOfThreadsBut(before);
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
    return answersAndAwaitsHangUp("Content-Length: 1000000\r\n", hungUp);
  }

  private static Behaviour answersAndAwaitsHangUp(String length, CompletableFuture<Void> hungUp) {
    return exchange -> {
      exchange.write(200, length, new byte[1000]);
      exchange.awaitHangUp();
      hungUp.complete(null);
    };
  }

  private static void assertFailsAsItIs(CompletableFuture<?> get, Throwable refusal) {
    assertThat(get)
        .failsWithin(30, TimeUnit.SECONDS)
        .withThrowableThat()
        .havingCause()
        .isSameAs(refusal);
  }

  private static Admission neverAsked() {
    return bytes -> {
      throw new AssertionError("asked for " + bytes + " bytes");
    };
  }
}
