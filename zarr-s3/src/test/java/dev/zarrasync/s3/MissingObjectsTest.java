package dev.zarrasync.s3;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.faults.FaultServer.Behaviour;
import dev.zarrasync.faults.ServerFixture;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** Which answers say that there is no object, and which say nothing of it. */
class MissingObjectsTest extends ServerFixture {

  /** As an ingress answers whose backend restarts. */
  private static final Behaviour BACKEND_404 =
      exchange -> exchange.send(404, "", "default backend - 404".getBytes(UTF_8));

  private static List<CompletableFuture<Fetched>> gets(AsyncStore store) {
    GetOptions get = GetOptions.ALL;
    return List.of(
        store.get("a", get),
        store.get("a", GetOptions.of(ByteRange.of(0, 4)).expectedSize(10)),
        store.get("a", GetOptions.of(ByteRange.suffix(4))),
        store.get("a", get.condition(new Condition.Changed("\"e\""))),
        store.get("a", get.condition(new Condition.Unchanged("\"e\""))));
  }

  private static List<CompletableFuture<?>> others(AsyncStore store) {
    return List.of(
        store.put("a", new byte[10]),
        store.put("a", new byte[10], Condition.ABSENT),
        store.list(ListRequest.all("")),
        store.list(ListRequest.children("a/")));
  }

  private static List<CompletableFuture<Void>> deletes(AsyncStore store) {
    return List.of(
        store.delete("a"),
        store.deleteItems(List.of("a", "b")),
        store.deleteItems(List.of("\u0007")));
  }

  @ParameterizedTest
  @EnumSource
  void noSuchKeyIsAMissingObject(ClientKind client) throws Exception {
    client.use(
        OnFaultServer.store(server(new ErrorAnswer(404, "NoSuchKey"))).cacheBytes(0),
        store -> {
          for (CompletableFuture<Fetched> get : gets(store)) {
            assertThat(value(get)).isEqualTo(Fetched.MISSING);
          }
          for (CompletableFuture<?> other : others(store)) {
            assertThat(failure(other).kind()).isEqualTo(Kind.NOT_FOUND);
          }
          value(store.delete("a"));
          value(store.deleteItems(List.of("\u0007")));
          // It is a word on one key, and this request is on many.
          assertThat(failure(store.deleteItems(List.of("a", "b"))).kind())
              .isEqualTo(Kind.NOT_FOUND);
        });
  }

  @Test
  void noSuchKeyIsAMissingObjectThroughTheUsersClient() throws Exception {
    FaultServer server = server(new ErrorAnswer(404, "NoSuchKey"));

    for (CompletableFuture<Fetched> get : gets(opened(throughClient(server).build()))) {
      assertThat(value(get)).isEqualTo(Fetched.MISSING);
    }
  }

  @Test
  void aDeniedReadIsAMissingObjectThroughTheUsersClientOnRequest() throws Exception {
    FaultServer server = server(new ErrorAnswer(403, "AccessDenied"));
    S3Store store = opened(throughClient(server).missingOnAccessDenied(true).build());

    assertThat(value(store.get("a"))).isEqualTo(Fetched.MISSING);
  }

  private S3StoreBuilder throughClient(FaultServer server) {
    S3AsyncClient client = opened(OnFaultServer.client(server));
    return S3Store.builder().bucket("bucket").client(client).cacheBytes(0).maxAttempts(1);
  }

  @ParameterizedTest
  @EnumSource
  void a404WithoutACodeSaysNothing(ClientKind client) throws Exception {
    for (Behaviour answer :
        List.of(
            BACKEND_404,
            exchange -> exchange.send(404, "", new byte[0]),
            exchange ->
                exchange.send(404, "", "<Error><Message>m</Message></Error>".getBytes(UTF_8)),
            exchange -> exchange.send(410, "", "<html>Gone</html>".getBytes(UTF_8)))) {
      client.use(
          OnFaultServer.store(server(answer)).cacheBytes(0),
          store -> {
            for (CompletableFuture<Fetched> get : gets(store)) {
              assertSaysNothing(failure(get));
            }
            for (CompletableFuture<?> other : others(store)) {
              assertSaysNothing(failure(other));
            }
            for (CompletableFuture<Void> delete : deletes(store)) {
              assertSaysNothing(failure(delete));
            }
          });
    }
  }

  private static void assertSaysNothing(StoreException failure) {
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("without a code");
  }

  @ParameterizedTest
  @EnumSource
  void a404WithAnotherCodeIsAnErrorThatNamesIt(ClientKind client) throws Exception {
    client.use(
        OnFaultServer.store(server(new ErrorAnswer(404, "NoSuchAccessPoint"))).cacheBytes(0),
        store -> {
          for (CompletableFuture<Fetched> get : gets(store)) {
            assertNames(failure(get));
          }
          for (CompletableFuture<?> other : others(store)) {
            assertNames(failure(other));
          }
          for (CompletableFuture<Void> delete : deletes(store)) {
            assertNames(failure(delete));
          }
        });
  }

  private static void assertNames(StoreException failure) {
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(Kind.NOT_FOUND);
    assertThat(failure).hasMessageContaining("NoSuchAccessPoint");
  }

  @ParameterizedTest
  @EnumSource
  void a404WithoutACodePasses(ClientKind client) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    FaultServer server =
        server(
            exchange -> {
              boolean part = exchange.headers().containsKey("range");
              if (requests.getAndIncrement() < 2) {
                BACKEND_404.answer(exchange);
              } else {
                String range = part ? "Content-Range: bytes 0-9/10\r\n" : "";
                exchange.send(part ? 206 : 200, "ETag: \"e\"\r\n" + range, new byte[10]);
              }
            });
    client.use(
        OnFaultServer.store(server).maxAttempts(3),
        store -> {
          Found found = (Found) value(store.get("a"));
          assertThat(found.bytes()).hasSize(10);
          assertThat(server.exchanges()).hasSize(3);
        });
  }

  @Test
  void whatAMultiDeleteFindsMissingIsDeleted() throws Exception {
    String missing = "<Error><Key>a</Key><Code>NoSuchKey</Code></Error>";
    String busy = "<Error><Key>b</Key><Code>OperationAborted</Code></Error>";
    for (String errors : List.of(missing, missing + busy)) {
      byte[] answer = ("<DeleteResult>" + errors + "</DeleteResult>").getBytes(UTF_8);
      FaultServer server = server(exchange -> exchange.send(200, "", answer));
      try (S3Store store = OnFaultServer.store(server).build()) {
        CompletableFuture<Void> deletes = store.deleteItems(List.of("a", "b"));
        if (errors.equals(missing)) {
          value(deletes);
        } else {
          assertThat(failure(deletes).kind()).isEqualTo(Kind.UNAVAILABLE);
          assertThat(failure(deletes).key()).isEqualTo("b");
        }
      }
    }
  }

  @Test
  void aDeniedReadIsAMissingKeyOnRequest() throws Exception {
    try (S3Store store =
        OnFaultServer.store(server(new ErrorAnswer(403, "AccessDenied")))
            .missingOnAccessDenied(true)
            .build()) {
      assertThat(value(store.get("a"))).isEqualTo(Fetched.MISSING);
      assertThat(failure(store.put("a", new byte[1])).kind()).isEqualTo(Kind.ACCESS_DENIED);
      assertThat(failure(store.delete("a")).kind()).isEqualTo(Kind.ACCESS_DENIED);
      assertThat(failure(store.list(ListRequest.all(""))).kind()).isEqualTo(Kind.ACCESS_DENIED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SignatureDoesNotMatch", "InvalidAccessKeyId", "Unheard", ""})
  void anotherRefusalIsNotAMissingKey(String code) throws Exception {
    try (S3Store store =
        OnFaultServer.store(server(new ErrorAnswer(403, code)))
            .missingOnAccessDenied(true)
            .build()) {
      assertThat(failure(store.get("a")).kind()).isEqualTo(Kind.ACCESS_DENIED);
    }
  }
}
