package dev.zarrasync.s3;

import static dev.zarrasync.s3.Futures.failure;
import static dev.zarrasync.s3.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
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
              "in the region 'eu-west-3'"),
          new Answer(
              400,
              "AuthorizationHeaderMalformed",
              "x-amz-bucket-region: eu-west-3\r\n",
              Kind.REDIRECTED,
              "in the region 'eu-west-3'"),
          new Answer(307, "TemporaryRedirect", Kind.REDIRECTED, "another endpoint"),
          new Answer(403, "InvalidObjectState", Kind.OTHER, "restore it"),
          new Answer(405, "MethodNotAllowed", Kind.UNSUPPORTED, "MethodNotAllowed"),
          new Answer(400, "RequestTimeout", Kind.TIMEOUT, "waited too long"),
          new Answer(408, "Unheard", Kind.TIMEOUT, "waited too long"),
          new Answer(409, "OperationAborted", Kind.UNAVAILABLE, "OperationAborted"),
          new Answer(412, "PreconditionFailed", Kind.PRECONDITION_FAILED, "condition"),
          new Answer(416, "InvalidRange", Kind.UNSATISFIABLE_RANGE, "no byte in the range"),
          new Answer(429, "TooManyRequests", Kind.THROTTLED, "slow down"),
          new Answer(503, "SlowDown", Kind.THROTTLED, "slow down"),
          new Answer(503, "ServiceUnavailable", Kind.UNAVAILABLE, "503 ServiceUnavailable"),
          new Answer(500, "InternalError", Kind.UNAVAILABLE, "500 InternalError"),
          new Answer(502, "Unheard", Kind.UNAVAILABLE, "502"),
          new Answer(400, "InvalidArgument", Kind.OTHER, "400 InvalidArgument"));

  @ParameterizedTest
  @FieldSource("ANSWERS")
  void anAnswerHasAKindAndAnExplanation(Answer a) throws Exception {
    try (FaultServer server =
            new FaultServer(exchange -> exchange.sendError(a.status(), a.code(), a.headers()));
        S3Store store = server.store().build()) {
      StoreException failure = failure(store.get("a/b"));

      assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(a.kind());
      assertThat(failure)
          .hasMessageContaining(a.problem())
          .hasMessageContaining("key 'a/b'")
          .hasMessageContaining(server.endpoint() + "/bucket/a/b");
      assertThat(server.exchanges()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NoSuchKey", "Unheard"})
  void a404IsAMissingKey(String code) throws Exception {
    try (FaultServer server = new FaultServer(exchange -> exchange.sendError(404, code, ""));
        S3Store store = server.store().build()) {
      assertThat(value(store.get("a"))).isEqualTo(Fetched.MISSING);
      assertThat(failure(store.put("a", new byte[1])).kind()).isEqualTo(Kind.NOT_FOUND);
      assertThat(failure(store.list(ListRequest.all(""))).kind()).isEqualTo(Kind.NOT_FOUND);
    }
  }

  @Test
  void a404WithoutABodyIsAMissingKey() throws Exception {
    try (FaultServer server = new FaultServer(exchange -> exchange.send(404, "", new byte[0]));
        S3Store store = server.store().build()) {
      assertThat(value(store.get("a"))).isEqualTo(Fetched.MISSING);
    }
  }

  @Test
  void aDeniedReadIsAMissingKeyOnRequest() throws Exception {
    try (FaultServer server =
            new FaultServer(exchange -> exchange.sendError(403, "AccessDenied", ""));
        S3Store store = server.store().missingOnAccessDenied(true).build()) {
      assertThat(value(store.get("a"))).isEqualTo(Fetched.MISSING);
      assertThat(failure(store.put("a", new byte[1])).kind()).isEqualTo(Kind.ACCESS_DENIED);
    }
  }

  @Test
  void aWrongSecretIsNotAMissingKey() throws Exception {
    try (FaultServer server =
            new FaultServer(exchange -> exchange.sendError(403, "SignatureDoesNotMatch", ""));
        S3Store store = server.store().missingOnAccessDenied(true).build()) {
      assertThat(failure(store.get("a")).kind()).isEqualTo(Kind.ACCESS_DENIED);
    }
  }

  @Test
  void noMessageShowsACredentialOrASignature() throws Exception {
    try (FaultServer server =
            new FaultServer(exchange -> exchange.sendError(403, "SignatureDoesNotMatch", ""));
        S3Store store = server.store().build()) {
      StringWriter trace = new StringWriter();
      failure(store.get("a")).printStackTrace(new PrintWriter(trace));

      assertThat(server.exchanges().get(0).headers().get("authorization"))
          .contains("the-access-key", "Signature=");
      assertThat(trace.toString() + store)
          .doesNotContain("the-access-key", "the-secret-key", "Signature=", "X-Amz-");
    }
  }

  @Test
  void aRefusedConnectionIsOne() throws Exception {
    URI endpoint;
    try (FaultServer server = new FaultServer(exchange -> {})) {
      endpoint = server.endpoint();
    }
    try (S3Store store =
        S3Store.builder().bucket("b").endpoint(endpoint).anonymous().maxAttempts(1).build()) {
      assertThat(failure(store.get("a")).kind()).isEqualTo(Kind.CONNECTION);
    }
  }

  @Test
  void aConnectionClosedBeforeTheAnswerIsOne() throws Exception {
    try (FaultServer server = new FaultServer(FaultServer.Exchange::hangUp);
        S3Store store = server.store().build()) {
      assertThat(failure(store.get("a")).kind()).isEqualTo(Kind.CONNECTION);
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsATimeout() throws Exception {
    try (FaultServer server = new FaultServer(FaultServer.Exchange::awaitHangUp);
        S3Store store = server.store().requestTimeout(Duration.ofMillis(50)).build()) {
      assertThat(failure(store.get("a")).kind()).isEqualTo(Kind.TIMEOUT);
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
  void noCredentialsAreToldFromAFailure() throws Exception {
    AwsCredentialsProvider none =
        () -> {
          throw SdkClientException.create("Unable to load credentials from any of the providers");
        };
    try (S3AsyncClient client =
            S3AsyncClient.builder().region(Region.US_EAST_1).credentialsProvider(none).build();
        S3Store store = S3Store.builder().bucket("bucket").client(client).maxAttempts(1).build()) {
      StoreException failure = failure(store.get("a"));

      assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
      assertThat(failure).hasMessageContaining("no credentials");
    }
  }

  @Test
  void aListingThatIsNotXmlIsAnError() throws Exception {
    byte[] html = "<html><body>Welcome</html>".getBytes(UTF_8);
    try (FaultServer server = new FaultServer(exchange -> exchange.send(200, "", html));
        S3Store store = server.store().build()) {
      assertThat(failure(store.list(ListRequest.all(""))).kind()).isEqualTo(Kind.OTHER);
    }
  }
}
