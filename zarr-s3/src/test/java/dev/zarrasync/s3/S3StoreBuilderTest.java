package dev.zarrasync.s3;

import static dev.zarrasync.faults.Futures.failure;
import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrasync.faults.FaultServer;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.testing.EmbeddedS3;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

class S3StoreBuilderTest {

  @Test
  void wantsABucket() {
    assertThatThrownBy(() -> S3Store.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("bucket(name)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "s3://bucket", "bucket/path"})
  void refusesWhatIsNoBucket(String name) {
    assertThatThrownBy(() -> S3Store.builder().bucket(name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "a/", "a//b", "a/../b", "."})
  void refusesWhatIsNoPrefix(String path) {
    assertThatThrownBy(() -> S3Store.builder().prefix(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a prefix");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:9000",
        "s3://bucket",
        "/path",
        "http:///path",
        "http://key:hidden@host",
        "http://host?token=hidden",
        "http://host#hidden"
      })
  void refusesWhatIsNoEndpoint(String uri) {
    assertThatThrownBy(() -> S3Store.builder().endpoint(URI.create(uri)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hidden");
  }

  @Test
  void refusesLimitsAndTimesThatAreNotPositive() {
    S3StoreBuilder builder = S3Store.builder();
    assertThatThrownBy(() -> builder.connectTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.maxConnections(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.multipartThreshold(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.cacheBytes(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.revalidateAfter(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> S3Store.builder().bucket("b").maxInFlight(0).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> S3Store.builder().bucket("b").maxBytesInFlight(0).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> S3Store.builder().bucket("b").maxAttempts(0).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> S3Store.builder().bucket("b").requestTimeout(Duration.ZERO).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAClientWithWhatItWouldBring() {
    try (S3AsyncClient client =
        S3AsyncClient.builder()
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build()) {
      assertThatThrownBy(() -> S3Store.builder().bucket("b").client(client).anonymous().build())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("set them there");
    }
  }

  @Test
  void urlsOfAmazonHaveTheBucketInTheHost() {
    try (S3Store store =
        S3Store.builder().bucket("images").prefix("a b").region("eu-west-1").anonymous().build()) {
      assertThat(store.url("c/0.0"))
          .isEqualTo("https://images.s3.eu-west-1.amazonaws.com/a%20b/c/0.0");
      assertThat(store).hasToString("s3://images/a b");
    }
  }

  @Test
  void urlsOfAnEndpointHaveTheBucketInThePath() {
    try (S3Store store =
        S3Store.builder()
            .bucket("images")
            .endpoint(URI.create("http://localhost:9000/base"))
            .credentials("the-key", "the-secret")
            .build()) {
      assertThat(store.url("ä?&%/#+😀"))
          .isEqualTo("http://localhost:9000/base/images/%C3%A4%3F%26%25/%23%2B%F0%9F%98%80");
      assertThat(store.url("no//key/../\ud83d"))
          .startsWith("http://localhost:9000/base/images/no//");
      assertThat(store).hasToString("s3://images");
    }
  }

  @Test
  void pathStyleCanBeChosen() {
    try (S3Store store =
            S3Store.builder()
                .bucket("images")
                .region("us-west-2")
                .pathStyle(true)
                .anonymous()
                .build();
        S3Store hosted =
            S3Store.builder()
                .bucket("images")
                .endpoint(URI.create("https://s3.example.org"))
                .pathStyle(false)
                .anonymous()
                .build()) {
      assertThat(store.url("k")).isEqualTo("https://s3.us-west-2.amazonaws.com/images/k");
      assertThat(hosted.url("k")).isEqualTo("https://images.s3.example.org/k");
    }
  }

  @Test
  void hasTheLimitsItWasGiven() {
    try (S3Store store =
        S3Store.builder()
            .bucket("b")
            .region("us-east-1")
            .anonymous()
            .maxInFlight(7)
            .maxBytesInFlight(8)
            .build()) {
      assertThat(store.limits()).isEqualTo(new Limits(7, 8, true));
    }
  }

  @Test
  void readsAPublicBucketWithoutCredentials() throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start()) {
      String bucket = s3.newBucket();
      try (S3Store owner = OnEmbeddedS3.store(s3, bucket).build();
          S3Store anonymous =
              S3Store.builder().bucket(bucket).endpoint(s3.endpoint()).anonymous().build()) {
        value(owner.put("a", new byte[3]));
        assertThat(failure(anonymous.get("a")).kind()).isEqualTo(Kind.ACCESS_DENIED);

        s3.makePublic(bucket);

        assertThat(((Found) value(anonymous.get("a"))).bytes()).hasSize(3);
      }
    }
  }

  @Test
  void findsCredentialsAsTheSdkDoes() throws Exception {
    System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    try (EmbeddedS3 s3 = EmbeddedS3.start();
        S3Store store = S3Store.builder().bucket(s3.newBucket()).endpoint(s3.endpoint()).build()) {
      assertThat(value(store.get("a"))).isEqualTo(Fetched.MISSING);
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "s3://images, s3://images",
    "s3://images/, s3://images",
    "s3://images/a/b c, s3://images/a/b c",
    "s3://images/a/b/, s3://images/a/b"
  })
  void takesAUri(String uri, String name) {
    try (S3Store store = S3Store.builder().uri(uri).region("us-east-1").anonymous().build()) {
      assertThat(store).hasToString(name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "images", "https://images", "s3:///a", "s3://images//a"})
  void refusesWhatIsNoUri(String uri) {
    assertThatThrownBy(() -> S3Store.builder().uri(uri))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void choosesAnEndpointOfAmazons() {
    assertThat(urlOf(S3Store.builder().dualStack(true)))
        .isEqualTo("https://images.s3.dualstack.us-west-2.amazonaws.com/k");
    assertThat(urlOf(S3Store.builder().fips(true)))
        .isEqualTo("https://images.s3-fips.us-west-2.amazonaws.com/k");
    assertThat(urlOf(S3Store.builder().accelerate(true)))
        .isEqualTo("https://images.s3-accelerate.amazonaws.com/k");
  }

  private static String urlOf(S3StoreBuilder builder) {
    try (S3Store store = builder.bucket("images").region("us-west-2").anonymous().build()) {
      return store.url("k");
    }
  }

  @Test
  void refusesAnEndpointOfAmazonsTogetherWithAnother() {
    S3StoreBuilder builder =
        S3Store.builder().bucket("b").endpoint(URI.create("http://localhost:9")).fips(true);
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("http://localhost:9");
    assertThatThrownBy(
            () ->
                S3Store.builder()
                    .bucket("b")
                    .region("us-east-1")
                    .accelerate(true)
                    .pathStyle(true)
                    .build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pathStyle(false)");
  }

  @Test
  void findsEndpointAndRegionAsTheSdkDoes() {
    System.setProperty("aws.endpointUrlS3", "http://localhost:9000");
    System.setProperty("aws.region", "eu-south-2");
    try (S3Store found = S3Store.builder().bucket("images").anonymous().build();
        S3Store set =
            S3Store.builder()
                .bucket("images")
                .endpoint(URI.create("http://localhost:9001"))
                .anonymous()
                .build()) {
      assertThat(found.url("k")).isEqualTo("http://localhost:9000/images/k");
      assertThat(set.url("k")).isEqualTo("http://localhost:9001/images/k");
    } finally {
      System.clearProperty("aws.endpointUrlS3");
    }
    try (S3Store store = S3Store.builder().bucket("images").anonymous().build()) {
      assertThat(store.url("k")).isEqualTo("https://images.s3.eu-south-2.amazonaws.com/k");
    } finally {
      System.clearProperty("aws.region");
    }
  }

  /** Waits for the answer, which is that there is no object. */
  private static void whatever(CompletableFuture<?> answer) throws Exception {
    value(answer.handle((value, failure) -> true));
  }

  @ParameterizedTest
  @EnumSource(ClientKind.class)
  void sendsTheCredentialsThatItWasGiven(ClientKind client) throws Exception {
    try (FaultServer server = missing()) {
      client.use(
          OnFaultServer.store(server).credentials("key-1", "secret", "token-1"),
          store -> {
            whatever(client.send(store, "a"));
            assertThat(header(server, "authorization")).contains("Credential=key-1/");
            assertThat(header(server, "x-amz-security-token")).isEqualTo("token-1");
          });
      client.use(
          OnFaultServer.store(server)
              .credentialsProvider(
                  StaticCredentialsProvider.create(AwsBasicCredentials.create("key-2", "secret"))),
          store -> {
            whatever(client.send(store, "a"));
            assertThat(header(server, "authorization")).contains("Credential=key-2/");
          });
      client.use(
          OnFaultServer.store(server).anonymous(),
          store -> {
            whatever(client.send(store, "a"));
            assertThat(header(server, "authorization")).isEmpty();
          });
    }
  }

  @Test
  void takesAProfile(@TempDir Path directory) throws Exception {
    Path files = directory.resolve("credentials");
    Files.writeString(
        files,
        "[other]\naws_access_key_id = key-3\naws_secret_access_key = s\nregion = eu-west-3\n");
    System.setProperty("aws.sharedCredentialsFile", files.toString());
    try (FaultServer server = missing();
        S3Store store =
            S3Store.builder().bucket("b").endpoint(server.endpoint()).profile("other").build()) {
      value(store.get("a"));

      assertThat(header(server, "authorization")).contains("Credential=key-3/");
    } finally {
      System.clearProperty("aws.sharedCredentialsFile");
    }
  }

  @ParameterizedTest
  @EnumSource(ClientKind.class)
  void theRequesterPaysOnRequest(ClientKind client) throws Exception {
    try (FaultServer server = missing()) {
      client.use(
          OnFaultServer.store(server).requesterPays(true),
          store -> {
            whatever(client.send(store, "a"));
            assertThat(header(server, "x-amz-request-payer")).isEqualTo("requester");
            failure(store.put("a", new byte[1]));
            assertThat(header(server, "x-amz-request-payer")).isEqualTo("requester");
            value(store.delete("a"));
            assertThat(header(server, "x-amz-request-payer")).isEqualTo("requester");
            failure(store.deleteItems(List.of("a", "b")));
            assertThat(header(server, "x-amz-request-payer")).isEqualTo("requester");
            failure(store.list(ListRequest.all("")));
            assertThat(header(server, "x-amz-request-payer")).isEqualTo("requester");
          });
    }
  }

  @ParameterizedTest
  @EnumSource(ClientKind.class)
  void whatIsPutIsEncryptedOnRequest(ClientKind client) throws Exception {
    try (FaultServer server = missing()) {
      client.use(
          OnFaultServer.store(server).sseS3(),
          store -> {
            failure(store.put("a", new byte[1]));
            assertThat(header(server, "x-amz-server-side-encryption")).isEqualTo("AES256");
          });
      client.use(
          OnFaultServer.store(server).sseKms("the-key"),
          store -> {
            failure(store.put("a", new byte[1]));
            assertThat(header(server, "x-amz-server-side-encryption")).isEqualTo("aws:kms");
            assertThat(header(server, "x-amz-server-side-encryption-aws-kms-key-id"))
                .isEqualTo("the-key");
          });
      client.use(
          OnFaultServer.store(server).sseKms(),
          store -> {
            failure(store.put("a", new byte[1]));
            assertThat(header(server, "x-amz-server-side-encryption")).isEqualTo("aws:kms");
          });
    }
  }

  private static FaultServer missing() throws IOException {
    return new FaultServer(new ErrorAnswer(404, "NoSuchKey"));
  }

  /** A header of the last request, or an empty string. */
  private static String header(FaultServer server, String name) {
    List<FaultServer.Exchange> all = server.exchanges();
    return all.get(all.size() - 1).headers().getOrDefault(name, "");
  }

  @Test
  void revalidatesWhatIsInTheCache() throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start()) {
      String bucket = s3.newBucket();
      // As another process: what this one writes to a URL is seen at once, and not revalidated.
      URI sameServer = URI.create(s3.endpoint().toString().replace("127.0.0.1", "localhost"));
      try (S3Store writer = OnEmbeddedS3.store(s3, bucket).endpoint(sameServer).build();
          S3Store reader = OnEmbeddedS3.store(s3, bucket).revalidateAfter(Duration.ZERO).build()) {
        value(writer.put("a", new byte[3]));
        Fetched first = value(reader.get("a"));
        assertThat(value(reader.get("a"))).as("sent once").isSameAs(first);

        value(writer.put("a", new byte[4]));
        assertThat(((Found) value(reader.get("a"))).bytes()).hasSize(4);
        assertThat(reader.cacheStatistics().misses()).isEqualTo(1);
        assertThat(reader.cacheStatistics().revalidations()).isEqualTo(2);
      }
    }
  }

  @Test
  void aCacheOfNoBytesRemembersNothing() throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start();
        S3Store store = OnEmbeddedS3.store(s3, s3.newBucket()).cacheBytes(0).build()) {
      value(store.get("a"));
      value(store.get("a"));
      assertThat(store.cacheStatistics().misses()).isEqualTo(2);
    }
  }

  @Test
  void refusesABucketThatHasNoUrl() {
    S3StoreBuilder builder = S3Store.builder().bucket("arn:nonsense").region("us-east-1");
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("arn:nonsense");
  }

  @Test
  void aWrongSecretIsRefused() throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start();
        S3Store store =
            OnEmbeddedS3.store(s3, s3.newBucket())
                .credentials(EmbeddedS3.ACCESS_KEY, "other")
                .build()) {
      assertThat(failure(store.get("a")))
          .hasMessageContaining("signature is wrong")
          .hasMessageNotContaining(EmbeddedS3.ACCESS_KEY);
    }
  }

  @Test
  void aPrefixIsTheRootOfTheStore() throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start()) {
      String bucket = s3.newBucket();
      try (S3Store whole = OnEmbeddedS3.store(s3, bucket).build();
          S3Store part = OnEmbeddedS3.store(s3, bucket).prefix("a/b").build()) {
        byte[] bytes = "bytes".getBytes(UTF_8);
        value(part.put("c", bytes));

        assertThat(((Found) value(whole.get("a/b/c"))).bytes()).isEqualTo(bytes);
        assertThat(value(part.list(ListRequest.all(""))).objects().get(0).key()).isEqualTo("c");
      }
    }
  }
}
