package dev.zarrasync.integration.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.DataType;
import com.bc.zarr.ZarrArray;
import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.faults.FaultServer.Behaviour;
import dev.zarrasync.faults.FaultServer.Exchange;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.http.HttpStore;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each error that reaches a user says in a sentence what is wrong, with which key, and where. */
class EveryKindOfErrorTest {

  private static final String KEY = "a/0.0";
  private static final Tries ONCE = new Tries(1, Duration.ofMinutes(2));
  private static final Tries FOR_A_MOMENT = new Tries(1_000, Duration.ofMillis(300));
  private static final Misuse GET = store -> store.get(KEY);
  private static final Misuse GET_PAST_THE_END = store -> store.get(KEY, ByteRange.of(9, 1));
  private static final Misuse PUT_IF_ABSENT =
      store -> store.put(KEY, new byte[1], Condition.ABSENT);

  /** Opens a store in which something is to fail. */
  @FunctionalInterface
  private interface Place {
    AsyncStore open(EveryKindOfErrorTest test) throws Exception;
  }

  /** Fails, or returns a future that does. */
  @FunctionalInterface
  private interface Misuse {
    Object of(AsyncStore store) throws Exception;
  }

  private record Tries(int attempts, Duration deadline) {}

  private record Case(Kind kind, String key, Place place, Misuse misuse) {}

  @TempDir private Path directory;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  static List<Case> cases() {
    return List.of(
        new Case(Kind.INVALID_KEY, "a/../0", memory(), store -> store.get("a/../0")),
        new Case(Kind.INVALID_KEY, "a//0", files(), store -> store.put("a//0", new byte[1])),
        new Case(Kind.UNSATISFIABLE_RANGE, KEY, memory(), GET_PAST_THE_END),
        new Case(Kind.UNSATISFIABLE_RANGE, KEY, files(), GET_PAST_THE_END),
        new Case(Kind.UNSATISFIABLE_RANGE, KEY, http(416), GET_PAST_THE_END),
        new Case(Kind.UNSATISFIABLE_RANGE, KEY, s3(416, "InvalidRange"), GET_PAST_THE_END),
        new Case(Kind.NOT_FOUND, KEY, s3(404, "NoSuchBucket"), GET),
        new Case(Kind.ACCESS_DENIED, KEY, s3(403, "AccessDenied"), GET),
        new Case(Kind.ACCESS_DENIED, KEY, http(401), GET),
        new Case(Kind.ACCESS_DENIED, KEY, http(403), GET),
        new Case(Kind.REDIRECTED, KEY, s3(301, "PermanentRedirect"), GET),
        new Case(Kind.REDIRECTED, KEY, http(301), GET),
        new Case(Kind.PRECONDITION_FAILED, KEY, memory(), PUT_IF_ABSENT),
        new Case(Kind.UNSUPPORTED, KEY, files(), PUT_IF_ABSENT),
        new Case(Kind.PRECONDITION_FAILED, KEY, s3(412, "PreconditionFailed"), PUT_IF_ABSENT),
        new Case(Kind.PRECONDITION_FAILED, KEY, http(412), GET),
        new Case(Kind.NOT_MODIFIED, KEY, memory(), EveryKindOfErrorTest::getIfChanged),
        new Case(Kind.NOT_MODIFIED, KEY, http(304), GET),
        new Case(Kind.THROTTLED, KEY, s3(503, "SlowDown"), GET),
        new Case(Kind.THROTTLED, KEY, http(429), GET),
        new Case(Kind.UNAVAILABLE, KEY, s3(500, "InternalError"), GET),
        new Case(Kind.UNAVAILABLE, KEY, http(503), GET),
        new Case(Kind.TIMEOUT, KEY, s3(Exchange::awaitHangUp, FOR_A_MOMENT), GET),
        new Case(Kind.TIMEOUT, KEY, http(Exchange::awaitHangUp, FOR_A_MOMENT), GET),
        new Case(Kind.TIMEOUT, KEY, s3(answer(503, ""), FOR_A_MOMENT), GET),
        new Case(Kind.TIMEOUT, KEY, http(answer(503, ""), FOR_A_MOMENT), GET),
        new Case(Kind.CONNECTION, KEY, test -> test.s3At(nowhere(), ONCE), GET),
        new Case(Kind.CONNECTION, KEY, test -> test.httpAt(nowhere(), ONCE), GET),
        new Case(Kind.BAD_RESPONSE, KEY, s3(EveryKindOfErrorTest::breakOff, ONCE), GET),
        new Case(Kind.BAD_RESPONSE, KEY, http(EveryKindOfErrorTest::breakOff, ONCE), GET),
        new Case(Kind.TOO_LARGE, KEY, s3(EveryKindOfErrorTest::announceTooMuch, ONCE), GET),
        new Case(Kind.TOO_LARGE, KEY, http(EveryKindOfErrorTest::announceTooMuch, ONCE), GET),
        new Case(Kind.UNSUPPORTED, KEY, http(200), store -> store.put(KEY, new byte[1])),
        new Case(Kind.UNSUPPORTED, KEY, http(200), store -> store.delete(KEY)),
        new Case(Kind.UNSUPPORTED, "a/", http(200), store -> store.list(ListRequest.all("a/"))),
        new Case(Kind.CLOSED, KEY, http(200), EveryKindOfErrorTest::getAfterClose),
        new Case(Kind.CLOSED, KEY, s3(200, ""), EveryKindOfErrorTest::getAfterClose),
        new Case(Kind.OTHER, KEY, http(400), GET),
        new Case(Kind.OTHER, KEY, s3(400, "InvalidArgument"), GET),
        new Case(Kind.OTHER, KEY, EveryKindOfErrorTest::inAFile, GET),
        new Case(Kind.CORRUPT, "a/0", memory(), EveryKindOfErrorTest::readDamagedChunk),
        new Case(Kind.CORRUPT, "a/0", files(), EveryKindOfErrorTest::readDamagedChunk),
        new Case(Kind.CORRUPT, "a/.zarray", memory(), store -> open(store, "{")),
        new Case(Kind.CORRUPT, "a/.zarray", files(), store -> open(store, "{")),
        new Case(Kind.UNSUPPORTED_FORMAT, "a/.zarray", memory(), store -> open(store, PCODEC)),
        new Case(Kind.UNSUPPORTED_FORMAT, "a/.zarray", files(), store -> open(store, PCODEC)));
  }

  private static final String PCODEC =
      """
      {"zarr_format": 2, "shape": [1], "chunks": [1], "dtype": "<i4", "order": "C",
       "compressor": {"id": "pcodec"}, "fill_value": 0, "filters": null}\
      """;

  @AfterEach
  void closeAll() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  @Test
  void everyKindHasACase() {
    assertThat(cases()).extracting(Case::kind).contains(Kind.values());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theMessageIsASentenceAndNamesKeyUrlAndStore(Case wrong) throws Exception {
    AsyncStore store = wrong.place.open(this);
    open.push(store);
    String url = store.url(wrong.key);
    StoreException error = failure(wrong.misuse, store);

    assertThat(error.kind()).as(error.getMessage()).isEqualTo(wrong.kind);
    assertThat(error.key()).isEqualTo(wrong.key);
    assertThat(error.url()).isEqualTo(url);
    assertThat(error.store()).isEqualTo(store.toString());
    String place = " (key '%s', URL %s, %s)".formatted(wrong.key, url, store);
    assertThat(error.getMessage()).startsWith(wrong.kind.name()).endsWith(place);
    String problem = error.getMessage().replace(place, "").replaceFirst("^[A-Z_]+[^:]*: ", "");
    assertThat(problem)
        .matches("[^\\s.:;,].*[^\\s.:;,]")
        .contains(" ")
        .doesNotEndWith("null")
        .doesNotContainPattern("\\bPT\\d");
  }

  private static StoreException failure(Misuse misuse, AsyncStore store) {
    Throwable failure =
        catchThrowable(
            () -> {
              if (misuse.of(store) instanceof Future<?> future) {
                future.get(30, TimeUnit.SECONDS);
              }
            });
    assertThat(failure).isNotNull();
    assertThat(StoreException.unwrap(failure)).isInstanceOf(StoreException.class);
    return (StoreException) StoreException.unwrap(failure);
  }

  private static Object getIfChanged(AsyncStore store) throws Exception {
    String etag = ((Found) store.get(KEY).get(30, TimeUnit.SECONDS)).etag();
    return store.get(KEY, GetOptions.ALL.condition(new Condition.Changed(etag)));
  }

  private static Object getAfterClose(AsyncStore store) {
    store.close();
    return store.get(KEY);
  }

  private static Object readDamagedChunk(AsyncStore store) throws Exception {
    ArrayParams params = new ArrayParams().shape(1_000).chunks(1_000).dataType(DataType.i4);
    ZarrArray array = JZarrs.createArray(store, "a", params);
    store.put("a/0", "no chunk, but long enough for a header".getBytes(UTF_8)).get();
    return array.read();
  }

  private static Object open(AsyncStore store, String metadata) throws Exception {
    store.put("a/.zarray", metadata.getBytes(UTF_8)).get();
    return JZarrs.openArray(store, "a");
  }

  private static Place memory() {
    return test -> filled(new MemoryStore());
  }

  private static Place files() {
    return test -> filled(FileStore.at(test.directory));
  }

  private static AsyncStore inAFile(EveryKindOfErrorTest test) throws IOException {
    return FileStore.at(Files.createFile(test.directory.resolve("file")));
  }

  private static AsyncStore filled(AsyncStore store) throws Exception {
    store.put(KEY, new byte[3]).get(30, TimeUnit.SECONDS);
    return store;
  }

  private static Place http(int status) {
    return http(answer(status, ""), ONCE);
  }

  private static Place http(Behaviour behaviour, Tries tries) {
    return test -> test.httpAt(test.server(behaviour), tries);
  }

  private static Place s3(int status, String code) {
    return s3(answer(status, "<Error><Code>" + code + "</Code></Error>"), ONCE);
  }

  private static Place s3(Behaviour behaviour, Tries tries) {
    return test -> test.s3At(test.server(behaviour), tries);
  }

  private AsyncStore httpAt(URI server, Tries tries) {
    return HttpStore.builder()
        .base(server)
        .maxAttempts(tries.attempts)
        .deadline(tries.deadline)
        .build();
  }

  private AsyncStore s3At(URI server, Tries tries) {
    return S3Store.builder()
        .bucket("bucket")
        .endpoint(server)
        .region("us-east-1")
        .credentials("the-access-key", "the-secret-key")
        .maxAttempts(tries.attempts)
        .deadline(tries.deadline)
        .build();
  }

  private URI server(Behaviour behaviour) throws IOException {
    FaultServer server = new FaultServer(behaviour);
    open.push(server);
    return server.endpoint();
  }

  private static URI nowhere() throws IOException {
    try (ServerSocket closed = new ServerSocket(0)) {
      return URI.create("http://127.0.0.1:" + closed.getLocalPort());
    }
  }

  private static Behaviour answer(int status, String body) {
    byte[] bytes = status == 304 ? new byte[0] : body.getBytes(UTF_8);
    return exchange -> exchange.send(status, "", bytes);
  }

  private static void breakOff(Exchange exchange) throws IOException {
    exchange.write(200, "Content-Length: 10\r\n", new byte[3]);
    exchange.hangUp();
  }

  private static void announceTooMuch(Exchange exchange) throws IOException {
    exchange.write(200, "Content-Length: 3000000000\r\n", new byte[3]);
    exchange.awaitHangUp();
  }
}
