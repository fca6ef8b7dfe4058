package dev.zarrasync.s3;

import static dev.zarrasync.faults.Futures.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

class S3ErrorsTest {

  record Answer(int status, String code, String headers, Kind kind, String problem) {
    Answer(int status, String code, Kind kind, String problem) {
      this(status, code, "", kind, problem);
    }
  }

  static final List<Answer> ANSWERS =
      List.of(
          new Answer(404, "NoSuchBucket", Kind.NOT_FOUND, "no such bucket"),
          new Answer(403, "AccessDenied", Kind.ACCESS_DENIED, "missingOnAccessDenied"),
          new Answer(403, "Unheard", Kind.ACCESS_DENIED, "access denied"),
          new Answer(401, "Unauthorized", Kind.ACCESS_DENIED, "other credentials"),
          new Answer(400, "ExpiredToken", Kind.ACCESS_DENIED, "token has expired"),
          new Answer(400, "InvalidToken", Kind.ACCESS_DENIED, "session token"),
          new Answer(403, "RequestTimeTooSkewed", Kind.ACCESS_DENIED, "clock"),
          new Answer(403, "InvalidAccessKeyId", Kind.ACCESS_DENIED, "does not know the access key"),
          new Answer(403, "SignatureDoesNotMatch", Kind.ACCESS_DENIED, "signature is wrong"),
          new Answer(
              301,
              "PermanentRedirect",
              "x-amz-bucket-region: eu-west-3\r\n",
              Kind.REDIRECTED,
              "in the region 'eu-west-3', and not in the one that is set"),
          new Answer(
              400,
              "AuthorizationHeaderMalformed",
              "x-amz-bucket-region: eu-west-3\r\n",
              Kind.REDIRECTED,
              "in the region 'eu-west-3', and not in the one that is set"),
          new Answer(307, "TemporaryRedirect", Kind.REDIRECTED, "another endpoint"),
          new Answer(403, "InvalidObjectState", Kind.OTHER, "restore it"),
          new Answer(
              405,
              "MethodNotAllowed",
              Kind.UNSUPPORTED,
              "405 (MethodNotAllowed: Told by the server)"),
          new Answer(400, "RequestTimeout", Kind.TIMEOUT, "waited too long"),
          new Answer(408, "Unheard", Kind.TIMEOUT, "waited too long"),
          new Answer(404, "XAdminUserNotFound", Kind.ACCESS_DENIED, "does not know the access key"),
          new Answer(
              404, "NoSuchAccessPoint", Kind.NOT_FOUND, "(NoSuchAccessPoint: Told by the server)"),
          new Answer(409, "OperationAborted", Kind.UNAVAILABLE, "OperationAborted"),
          new Answer(409, "ConditionalRequestConflict", Kind.UNAVAILABLE, "another operation"),
          new Answer(
              409, "ObjectParentIsFile", Kind.OTHER, "(ObjectParentIsFile: Told by the server)"),
          new Answer(409, "ExistingObjectIsDirectory", Kind.OTHER, "conflicts with what the"),
          new Answer(400, "IncompleteBody", Kind.UNAVAILABLE, "less than was sent"),
          new Answer(400, "EntityTooLarge", Kind.OTHER, "refuses the request: status 400"),
          new Answer(
              403, "QuotaExceeded", Kind.OTHER, "no room left (QuotaExceeded: Told by the server)"),
          new Answer(
              501, "NotImplemented", Kind.UNSUPPORTED, "501 (NotImplemented: Told by the server)"),
          new Answer(505, "Unheard", Kind.OTHER, "status 505"),
          new Answer(
              507,
              "XMinioStorageFull",
              Kind.OTHER,
              "no room left (XMinioStorageFull: Told by the server)"),
          new Answer(507, "Unheard", Kind.OTHER, "no room left"),
          new Answer(508, "Unheard", Kind.OTHER, "status 508"),
          new Answer(412, "PreconditionFailed", Kind.PRECONDITION_FAILED, "condition"),
          new Answer(416, "InvalidRange", Kind.UNSATISFIABLE_RANGE, "no byte in the range"),
          new Answer(429, "TooManyRequests", Kind.THROTTLED, "slow down"),
          new Answer(503, "SlowDown", Kind.THROTTLED, "slow down"),
          new Answer(
              503,
              "ServiceUnavailable",
              Kind.UNAVAILABLE,
              "503 (ServiceUnavailable: Told by the server)"),
          new Answer(
              500, "InternalError", Kind.UNAVAILABLE, "500 (InternalError: Told by the server)"),
          new Answer(502, "Unheard", Kind.UNAVAILABLE, "502"),
          new Answer(
              400, "InvalidArgument", Kind.OTHER, "400 (InvalidArgument: Told by the server)"));

  static Stream<Arguments> answersToEachClient() {
    return Stream.of(ClientKind.values())
        .flatMap(client -> ANSWERS.stream().map(answer -> Arguments.of(client, answer)));
  }

  @ParameterizedTest
  @MethodSource("answersToEachClient")
  void anAnswerHasAKindAndAnExplanation(ClientKind client, Answer a) throws Exception {
    try (FaultServer server = new FaultServer(new ErrorAnswer(a.status(), a.code(), a.headers()))) {
      client.use(
          OnFaultServer.store(server),
          store -> {
            StoreException failure = failure(client.send(store, "a/b"));

            assertThat(failure)
                .hasMessageContaining("key 'a/b'")
                .hasMessageContaining(server.endpoint() + "/bucket/a/b");
            if (client == ClientKind.IN_PARTS && a.kind().isTransient()) {
              // It sends such requests once more by itself, and tells little of their answers.
              assertThat(failure.kind().isTransient()).as(failure.getMessage()).isTrue();
              assertThat(server.exchanges()).hasSizeBetween(1, 2);
            } else {
              assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(a.kind());
              boolean isDenied = a.code().equals("AccessDenied");
              boolean isPut = client == ClientKind.IN_PARTS;
              assertThat(failure)
                  .hasMessageContaining(isPut && isDenied ? "s3:PutObject" : a.problem());
              boolean isTwice = isPut && a.code().equals("RequestTimeTooSkewed");
              assertThat(server.exchanges()).hasSize(isTwice ? 2 : 1);
            }
          });
    }
  }

  @ParameterizedTest
  @EnumSource(value = ClientKind.class, names = "IN_PARTS", mode = Mode.EXCLUDE)
  void theRightRegionIsReadFromTheBodyToo(ClientKind client) throws Exception {
    byte[] body =
        ("<Error><Code>AuthorizationHeaderMalformed</Code><Message>m</Message>"
                + "<Region>eu-west-3</Region></Error>")
            .getBytes(UTF_8);
    try (FaultServer server = new FaultServer(exchange -> exchange.send(400, "", body))) {
      client.use(
          OnFaultServer.store(server),
          store ->
              assertThat(failure(client.send(store, "a")))
                  .hasMessageContaining(
                      "in the region 'eu-west-3', and not in the one that is set"));
    }
  }

  @ParameterizedTest
  @EnumSource(ClientKind.class)
  void aRefusedConnectionIsOne(ClientKind client) throws Exception {
    URI endpoint;
    try (FaultServer server = new FaultServer(exchange -> {})) {
      endpoint = server.endpoint();
    }
    client.use(
        S3Store.builder().bucket("b").endpoint(endpoint).anonymous().maxAttempts(1),
        store -> assertThat(failure(client.send(store, "a")).kind()).isEqualTo(Kind.CONNECTION));
  }

  @ParameterizedTest
  @EnumSource(ClientKind.class)
  void aHostWithoutAnAddressIsToldFromARefusedConnection(ClientKind client) throws Exception {
    URI endpoint = URI.create("http://host.invalid:9");
    client.use(
        S3Store.builder().bucket("b").endpoint(endpoint).anonymous().maxAttempts(1),
        store -> {
          StoreException failure = failure(client.send(store, "a"));

          assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(Kind.CONNECTION);
          assertThat(failure).hasMessageContaining("the host has no address");
        });
  }

  @ParameterizedTest
  @EnumSource(ClientKind.class)
  void aConnectionClosedBeforeTheAnswerIsOne(ClientKind client) throws Exception {
    try (FaultServer server = new FaultServer(FaultServer.Exchange::hangUp)) {
      client.use(
          OnFaultServer.store(server),
          store -> assertThat(failure(client.send(store, "a")).kind()).isEqualTo(Kind.CONNECTION));
    }
  }

  @ParameterizedTest
  @EnumSource(ClientKind.class)
  void aServerThatDoesNotAnswerIsATimeout(ClientKind client) throws Exception {
    try (FaultServer server = new FaultServer(FaultServer.Exchange::awaitHangUp)) {
      client.use(
          OnFaultServer.store(server).requestTimeout(Duration.ofMillis(50)),
          store -> assertThat(failure(client.send(store, "a")).kind()).isEqualTo(Kind.TIMEOUT));
    }
  }

  @ParameterizedTest
  @EnumSource(ClientKind.class)
  void noCredentialsAreToldFromAFailure(ClientKind client) throws Exception {
    AwsCredentialsProvider none =
        () -> {
          throw SdkClientException.create("Unable to load credentials from any of the providers");
        };
    try (FaultServer server = new FaultServer(exchange -> {})) {
      client.use(
          OnFaultServer.store(server).credentialsProvider(none),
          store -> {
            StoreException failure = failure(client.send(store, "a"));

            assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(Kind.ACCESS_DENIED);
            assertThat(failure)
                .hasMessageContaining("no credentials: what is set to provide them has none");
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheServerSaysIsPassedOn(ClientKind client) throws Exception {
    String says = "<Error><Code>AccessDenied</Code><Message>Requester &lt;must&gt; pay.</Message>";
    byte[] body = (says + "</Error>").getBytes(UTF_8);
    try (FaultServer server =
        new FaultServer(exchange -> exchange.send(403, "x-amz-request-id: I1\r\n", body))) {
      client.use(
          OnFaultServer.store(server),
          store -> {
            String told = "(AccessDenied: Requester <must> pay, request ID I1)";
            assertThat(failure(client.send(store, "a")))
                .hasMessageContaining(told)
                .hasMessageContaining("S3StoreBuilder.requesterPays");
            assertThat(failure(store.list(ListRequest.all("p"))))
                .hasMessageContaining(told)
                .hasMessageContaining("s3:ListBucket")
                .hasMessageNotContaining("key is missing");
            assertThat(failure(store.put("a", new byte[1])))
                .hasMessageContaining(told)
                .hasMessageContaining("s3:PutObject");
            assertThat(failure(store.delete("a"))).hasMessageContaining("s3:DeleteObject");
            assertThat(failure(store.deleteItems(List.of("a", "b"))))
                .hasMessageContaining("s3:DeleteObject");
          });
    }
  }

  @Test
  void noMessageShowsACredentialOrASignature() throws Exception {
    try (FaultServer server = new FaultServer(new ErrorAnswer(403, "SignatureDoesNotMatch"));
        S3Store store = OnFaultServer.store(server).build()) {
      StringWriter trace = new StringWriter();
      failure(store.get("a")).printStackTrace(new PrintWriter(trace));

      assertThat(server.exchanges().get(0).headers().get("authorization"))
          .contains("the-access-key", "Signature=");
      assertThat(trace.toString() + store)
          .doesNotContain("the-access-key", "the-secret-key", "Signature=", "X-Amz-");
    }
  }

  @Test
  void aTimeoutOfTheUsersClientIsOne() throws Exception {
    try (FaultServer server = new FaultServer(FaultServer.Exchange::awaitHangUp);
        S3AsyncClient client =
            S3AsyncClient.builder()
                .endpointOverride(server.endpoint())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .overrideConfiguration(o -> o.apiCallTimeout(Duration.ofMillis(50)))
                .build();
        S3Store store = S3Store.builder().bucket("bucket").client(client).maxAttempts(1).build()) {
      assertThat(failure(store.get("a")).kind()).isEqualTo(Kind.TIMEOUT);
    }
  }

  @Test
  void aListingThatIsNotXmlIsAnError() throws Exception {
    byte[] html = "<html><body>Welcome</html>".getBytes(UTF_8);
    try (FaultServer server = new FaultServer(exchange -> exchange.send(200, "", html));
        S3Store store = OnFaultServer.store(server).build()) {
      assertThat(failure(store.list(ListRequest.all(""))).kind()).isEqualTo(Kind.BAD_RESPONSE);
    }
  }
}
