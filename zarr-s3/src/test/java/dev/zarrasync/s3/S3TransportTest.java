package dev.zarrasync.s3;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.faults.TransportContract;
import dev.zarrasync.fetch.Transport;
import dev.zarrasync.http.internal.CrtRuntime;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3AsyncClient;

class S3TransportTest extends TransportContract {

  private static final byte[] TEN = "0123456789".getBytes(UTF_8);

  @BeforeAll
  static void load() {
    // Finding the library to load starts a thread of the JDK, once.
    CrtRuntime.loads();
  }

  @Override
  protected Transport newTransport(FaultServer server) {
    return OnFaultServer.transport(server, Long.MAX_VALUE);
  }

  @Test
  void refusesAllOfAnObjectInAnswerToARange() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", TEN));

    StoreException failure = failure(transport(server).get("a", ByteRange.of(0, 10)));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("ignored the range");
  }

  @Test
  void leavesTheUsersClientOpen() throws Exception {
    FaultServer server = server(exchange -> exchange.send(200, "", TEN));
    try (S3AsyncClient client = OnFaultServer.client(server)) {
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

    StoreException failure = failure(transport(server).deleteItems(List.of("a", "b/../c")));

    assertThat(failure.kind()).isEqualTo(Kind.INVALID_KEY);
    assertThat(failure.key()).isEqualTo("b/../c");
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

  // -------------------------------------------------------------------------------------- Cancel

  static final Map<String, Function<Transport, CompletableFuture<?>>> OPERATIONS =
      Map.of(
          "get", transport -> transport.get("a"),
          "put", transport -> transport.put("a", TEN),
          "delete", transport -> transport.delete("a"),
          "delete of a key that XML cannot hold",
              transport -> transport.deleteItems(List.of("a\u0007", "b\u0007")),
          "many deletes", transport -> transport.deleteItems(List.of("a", "b")),
          "list", transport -> transport.list(ListRequest.all("")));

  static Set<String> operations() {
    return OPERATIONS.keySet();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void cancellingAnOperationAbortsItsRequest(String name) throws Exception {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Void> hungUp = new CompletableFuture<>();
    FaultServer server =
        server(
            exchange -> {
              begun.complete(null);
              exchange.awaitHangUp();
              hungUp.complete(null);
            });
    CompletableFuture<?> operation =
        Objects.requireNonNull(OPERATIONS.get(name)).apply(transport(server));
    value(begun);

    operation.cancel(true);

    value(hungUp);
    assertThat(server.exchanges()).hasSize(1);
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
  void listsShowAllNames() throws Exception {
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

    ListedObject key = new ListedObject("d/a b+c\n", 2, "\"t\"");
    assertThat(page.objects())
        .containsExactly(new ListedObject("d/", 0, null), new ListedObject("d//e", 1, null), key);
    assertThat(page.prefixes()).containsExactly("d/e/", "d//");
    assertThat(page.onlyKeys().objects()).containsExactly(key);
    assertThat(page.onlyKeys().prefixes()).containsExactly("d/e/");
    assertThat(page.next()).isEqualTo(ListRequest.children("d/").token("next"));
    assertThat(server.exchanges().get(0).line())
        .contains(
            "list-type=2", "encoding-type=url", "prefix=d%2F", "delimiter=%2F", "max-keys=1000");
  }
}
