package dev.zarrasync.integration.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.Futures;
import dev.zarrasync.faults.ServerFixture;
import dev.zarrasync.http.HttpProtocol;
import dev.zarrasync.http.HttpStore;
import dev.zarrasync.http.HttpStoreBuilder;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.s3.S3StoreBuilder;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.ListRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * What is secret is in no message, cause, log, event or description, whatever goes wrong, and also
 * where the server repeats all that it was sent. All planted secrets have the word "planted".
 */
class SecretsTest extends ServerFixture {

  private static final Duration SOON = Duration.ofMillis(300);

  private static final int[] STATUSES = {200, 301, 307, 400, 401, 403, 404, 407, 416, 500, 503};

  private static final List<Fault> FAULTS =
      List.of(
          Fault.RESET_WITHIN_HEADERS,
          Fault.RESET_WITHIN_BODY,
          Fault.TRUNCATED,
          Fault.OVER_LONG,
          Fault.STALLED);

  private static final List<String> LISTINGS =
      List.of(
          "<?/>",
          "<ListBucketResult><?></ListBucketResult>",
          "<ListBucketResult>&?;</ListBucketResult>",
          "<ListBucketResult><Contents><Key>k</Key><Size>?</Size></Contents></ListBucketResult>");

  /** A base64 of it has no word in common with it. */
  private static final String PASSWORD =
      Base64.getEncoder().encodeToString("me:planted".getBytes(UTF_8));

  /** A way to give a store its secrets. */
  enum Secret {
    S3_KEYS(Wire.S3) {
      @Override
      Object builder(URI server) {
        return s3(server).credentials("AKIAPLANTED", "planted-secret-key");
      }
    },
    S3_SESSION_TOKEN(Wire.S3) {
      @Override
      Object builder(URI server) {
        return s3(server).credentials("AKIAPLANTED", "planted-secret-key", "planted-token");
      }
    },
    BEARER(Wire.HTTP_1_1) {
      @Override
      Object builder(URI server) {
        return http(server.toString(), HttpProtocol.HTTP_1_1).bearerToken("planted-bearer");
      }
    },
    BEARER_OVER_HTTP_2(Wire.HTTP_2) {
      @Override
      Object builder(URI server) {
        return http(server.toString(), HttpProtocol.HTTP_2).bearerToken("planted-bearer");
      }
    },
    QUERY(Wire.HTTP_1_1) {
      @Override
      Object builder(URI server) {
        return http(server.toString(), HttpProtocol.HTTP_1_1).query("sig=planted-query");
      }
    },
    QUERY_OVER_HTTP_2(Wire.HTTP_2) {
      @Override
      Object builder(URI server) {
        return http(server.toString(), HttpProtocol.HTTP_2).query("sig=planted-query");
      }
    },
    USER_INFO(Wire.HTTP_1_1) {
      @Override
      Object builder(URI server) {
        String withUser = server.toString().replace("//", "//me:planted@");
        return http(withUser, HttpProtocol.HTTP_1_1);
      }
    },
    PROXY(Wire.HTTP_1_1) {
      @Override
      Object builder(URI server) {
        URI proxy = URI.create(server.toString().replace("//", "//me:planted@"));
        return http("http://host.invalid", HttpProtocol.HTTP_1_1).proxy(proxy);
      }
    };

    final Wire wire;

    Secret(Wire wire) {
      this.wire = wire;
    }

    abstract Object builder(URI server);

    private static S3StoreBuilder s3(URI server) {
      return S3Store.builder()
          .bucket("bucket")
          .endpoint(server)
          .region("us-east-1")
          .maxAttempts(2)
          .requestTimeout(SOON);
    }

    private static HttpStoreBuilder http(String server, HttpProtocol protocol) {
      return HttpStore.builder()
          .base(URI.create(server + Bucket.PATH))
          .protocol(protocol)
          .maxAttempts(2)
          .requestTimeout(SOON);
    }
  }

  private final PrintStream err = System.err;
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final Recording recording = new Recording();
  private final Queue<String> received = new ConcurrentLinkedQueue<>();
  private final List<String> seen = new ArrayList<>();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(logged, true, UTF_8));
    recording.start();
    assertThat(LoggerFactory.getLogger("dev.zarrasync.any").isTraceEnabled()).isTrue();
  }

  @AfterEach
  void stopListening() {
    recording.close();
    System.setErr(err);
  }

  @ParameterizedTest
  @EnumSource
  void isNowhere(Secret secret, @TempDir Path directory) throws Exception {
    for (int status : STATUSES) {
      use(secret, (question, line) -> line.send(echo(question, status)));
    }
    for (String word : List.of("AKIAPLANTED", "planted-secret-key", "planted-token")) {
      for (int status : STATUSES) {
        use(secret, (question, line) -> line.send(echo(word, status)));
      }
      for (String listing : LISTINGS) {
        byte[] document = listing.replace("?", word).getBytes(UTF_8);
        use(secret, (question, line) -> line.send(Answer.of(200, document)));
      }
    }
    for (Fault fault : FAULTS) {
      use(secret, (question, line) -> fault.answer(line, echo(question, 200)));
    }

    assertThat(received).as("the server is told").anyMatch(SecretsTest::isSecret);
    assertThat(seen).hasSizeGreaterThan(50).noneMatch(SecretsTest::isSecret);
    assertThat(logged.toString(UTF_8)).doesNotMatch("(?is).*(planted|Signature=).*");
    assertThat(events(directory.resolve("requests.jfr")))
        .hasSizeGreaterThan(50)
        .noneMatch(SecretsTest::isSecret);
  }

  private List<String> events(Path file) throws IOException {
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("dev.zarrasync."))
        .map(RecordedEvent::toString)
        .toList();
  }

  private static boolean isSecret(String text) {
    return text.toLowerCase(Locale.ROOT).contains("planted")
        || text.contains(PASSWORD)
        || text.contains("Signature=");
  }

  /** A server that repeats what it was sent, also as the place to go to. */
  private Answer echo(Question question, int status) {
    String sent = question.target() + " " + question.credentials();
    received.add(sent);
    String document = "<Error><Code>Echo</Code><Message>%s</Message></Error>".formatted(sent);
    String location = "ftp://me:planted@host/" + question.target();
    return Answer.of(status, document.getBytes(UTF_8))
        .of(status, Map.of("Location", location, "X-Echo", sent));
  }

  /** A server that repeats a single word of what it was sent, wherever an error of S3 has one. */
  private static Answer echo(String word, int status) {
    String document =
        "<Error><Code>%1$s</Code><Message>No %1$s</Message><Region>%1$s</Region></Error>";
    return Answer.of(status, document.formatted(word).getBytes(UTF_8))
        .of(
            status,
            Map.of("x-amz-request-id", word, "x-amz-bucket-region", word, "Content-Range", word));
  }

  private void use(Secret secret, Wire.Handler handler) throws Exception {
    try (Wire.Server server = secret.wire.start(handler)) {
      Object builder = secret.builder(server.url());
      seen.add(builder.toString());
      try (AsyncStore store =
          builder instanceof S3StoreBuilder s3
              ? s3.build()
              : ((HttpStoreBuilder) builder).build()) {
        seen.add(store + " " + store.url("a/b"));
        List<CompletableFuture<?>> uses =
            List.of(
                store.get("a"),
                store.get("a", ByteRange.of(1, 2)),
                store.list(ListRequest.all("a")),
                store.put("b", new byte[3]),
                store.delete("c"));
        for (CompletableFuture<?> use : uses) {
          tell(use);
        }
        try {
          JZarrs.asJZarrStore(store).getInputStream(".zgroup");
        } catch (Exception e) {
          tell(e);
        }
      }
    }
  }

  private void tell(CompletableFuture<?> use) throws Exception {
    try {
      var unused = Futures.value(use);
    } catch (Exception e) {
      tell(e);
    }
  }

  /** With its causes and all that is suppressed. */
  private void tell(Throwable error) {
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    seen.add(trace.toString());
  }
}
