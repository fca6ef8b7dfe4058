package dev.zarrasync.s3;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.faults.ServerFixture;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What puts and deletes ask of a server, header by header. */
class WritesOnTheWireTest extends ServerFixture {

  private static final byte[] NINE = "123456789".getBytes(UTF_8);
  private static final String NINE_SHA256 =
      "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225";

  private FaultServer answering(int status, String body) throws Exception {
    return server(exchange -> exchange.send(status, "", body.getBytes(UTF_8)));
  }

  private static Map<String, String> headers(FaultServer server) {
    assertThat(server.exchanges()).hasSize(1);
    return server.exchanges().get(0).headers();
  }

  @ParameterizedTest
  @EnumSource(value = ClientKind.class, names = "IN_PARTS", mode = Mode.EXCLUDE)
  void aPutIsOneSignedRequest(ClientKind client) throws Exception {
    FaultServer server = answering(200, "");

    client.use(OnFaultServer.store(server), store -> value(store.put("a b", NINE)));

    assertThat(server.exchanges().get(0).line()).startsWith("PUT /bucket/a%20b ");
    assertThat(headers(server))
        .containsEntry("content-length", "9")
        .containsEntry("content-type", "application/octet-stream")
        .containsEntry("x-amz-content-sha256", NINE_SHA256)
        .containsEntry("user-agent", "zarr-async")
        .doesNotContainKeys("if-match", "if-none-match", "expect", "transfer-encoding");
    assertThat(headers(server).get("authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=the-access-key/")
        .containsPattern("Signature=[0-9a-f]{64}$");
  }

  @ParameterizedTest
  @EnumSource(value = ClientKind.class, names = "IN_PARTS", mode = Mode.EXCLUDE)
  void aConditionIsASignedHeader(ClientKind client) throws Exception {
    FaultServer unchanged = answering(200, "");
    FaultServer absent = answering(200, "");

    client.use(
        OnFaultServer.store(unchanged),
        store -> value(store.put("a", NINE, new Condition.Unchanged("\"e\""))));
    client.use(OnFaultServer.store(absent), store -> value(store.put("a", NINE, Condition.ABSENT)));

    assertThat(headers(unchanged)).containsEntry("if-match", "\"e\"");
    assertThat(headers(unchanged).get("authorization")).contains("if-match");
    assertThat(headers(absent)).containsEntry("if-none-match", "*");
    assertThat(headers(absent).get("authorization")).contains("if-none-match");
  }

  @Test
  void aPutSaysWhoPaysAndHowToEncrypt() throws Exception {
    FaultServer server = answering(200, "");
    S3Store store =
        opened(OnFaultServer.store(server).requesterPays(true).sseKms("the-key").build());

    value(store.put("a", NINE));

    assertThat(headers(server))
        .containsEntry("x-amz-request-payer", "requester")
        .containsEntry("x-amz-server-side-encryption", "aws:kms")
        .containsEntry("x-amz-server-side-encryption-aws-kms-key-id", "the-key");
  }

  @Test
  void anAnonymousPutIsNotSigned() throws Exception {
    FaultServer server = answering(200, "");

    value(opened(OnFaultServer.store(server).anonymous().build()).put("a", NINE));

    assertThat(headers(server)).doesNotContainKeys("authorization", "x-amz-content-sha256");
  }

  @ParameterizedTest
  @EnumSource(value = ClientKind.class, names = "IN_PARTS", mode = Mode.EXCLUDE)
  void aDeleteIsOneSignedRequest(ClientKind client) throws Exception {
    FaultServer server = answering(204, "");

    client.use(OnFaultServer.store(server), store -> value(store.delete("a")));

    assertThat(server.exchanges().get(0).line()).startsWith("DELETE /bucket/a ");
    assertThat(headers(server)).containsKey("authorization").doesNotContainKey("content-type");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void manyAreDeletedByOneRequestWithADigest(boolean checksums) throws Exception {
    FaultServer server = answering(200, "<DeleteResult/>");
    S3Store store = opened(OnFaultServer.store(server).checksums(checksums).build());

    value(store.deleteItems(List.of("a", "b&<c>")));

    String body =
        "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Quiet>true</Quiet>"
            + "<Object><Key>a</Key></Object><Object><Key>b&amp;&lt;c&gt;</Key></Object></Delete>";
    assertThat(server.exchanges().get(0).line()).startsWith("POST /bucket?delete");
    assertThat(headers(server))
        .containsEntry("content-length", Integer.toString(body.length()))
        .containsKeys("authorization", checksums ? "x-amz-checksum-crc32c" : "content-md5")
        .doesNotContainKey(checksums ? "content-md5" : "x-amz-checksum-crc32c");
  }

  /** What does not say that all are deleted must not be taken for it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", "<html/>", "<DeleteResult><Err", "<Error><Code>SlowDown</Code></Error>"})
  void anAnswerThatIsNoDeleteResultIsAnError(String answer) throws Exception {
    FaultServer server = answering(200, answer);

    StoreException failure =
        failure(opened(OnFaultServer.store(server).build()).deleteItems(List.of("a", "b")));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void aPutWhoseAnswerIsNoSuccessFails() throws Exception {
    FaultServer server = answering(403, "<Error><Code>AccessDenied</Code></Error>");

    StoreException failure = failure(opened(OnFaultServer.store(server).build()).put("a", NINE));

    assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
    assertThat(failure).hasMessageContaining("s3:PutObject");
  }
}
