package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.testing.WebServer;
import dev.zarrasync.testing.WebServer.Speaks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket of which some objects may be read: all else is denied, listings and what is missing. */
class DeniedTest {

  private static final String DENIED = "--missing-on-access-denied";

  private final Path source;
  private final Path target;
  private final Map<String, byte[]> readable = new TreeMap<>();
  private final WebServer web;
  private volatile @Nullable String whoPays;

  DeniedTest(@TempDir Path directory) throws Exception {
    source = SampleData.in(directory.resolve("source")).directory();
    target = directory.resolve("target");
    web = WebServer.start(Speaks.HTTP_1_1, new Gate());
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        allow(source.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }

  @AfterEach
  void stop() {
    web.close();
  }

  @Test
  void infoOfAnArrayNeedsNothingButItsHeader() throws Exception {
    readable.keySet().removeIf(path -> !path.endsWith(".zarray"));
    JsonNode info = Run.json(s3("info", "plate/image", "--json"));
    assertThat(info.path("shape").toString()).isEqualTo("[3,4]");
    assertThat(info.path("attributes_problem").asText()).contains("ACCESS_DENIED");
    assertThat(Run.text(s3("tree", "plate/image")))
        .isEqualTo("s3://b/data/plate/image  [3,4] >u2  v2, chunks [2,2], blosc\n");
  }

  @Test
  void anArrayIsCopiedByItsGrid() throws Exception {
    assertThat(Run.text(s3("copy", "plate/image", target.toString()))).startsWith("Copied 6 obj");

    readable.remove("/b/data/plate/image/1.0");
    Files.delete(target.resolve("1.0"));
    Run run = Run.of(s3("copy", "plate/image", target.toString()));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("ACCESS_DENIED", "plate/image/1.0", DENIED);
    assertThat(Run.text(s3("copy", "plate/image", target.toString(), DENIED)))
        .contains("5 (", "were there already");
    run = Run.of(s3("get", "plate/image"));
    assertThat(run.err()).contains(DENIED);
    assertThat(Run.text(s3("get", "plate/image", "2,:2", DENIED))).isEqualTo("7,7\n");
  }

  @Test
  void aGroupIsCopiedByItsConsolidatedMetadata() throws Exception {
    allow(
        ".zmetadata",
        """
        {"metadata": {".zgroup": {}, "plate/.zgroup": {}, "plate/image/.zarray": {},
          "plate/image/.zattrs": {}}}
        """
            .getBytes(StandardCharsets.UTF_8));
    assertThat(Run.text(s3("copy", "", target.toString()))).startsWith("Copied 10 objects");
    assertThat(Run.text(s3("tree", ""))).contains("s3://b/data/plate/image  [3,4] >u2");
  }

  @Test
  void aDeniedListingIsAFailure() {
    for (String command : List.of("ls", "tree", "copy")) {
      List<String> more = command.equals("copy") ? List.of(target.toString()) : List.of();
      Run run = Run.of(s3(command, "", more.toArray(String[]::new)));
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .contains("ACCESS_DENIED", "s3://b", "Hint: leave out --anonymous", "name an array")
          .doesNotContain(DENIED, "S3StoreBuilder");
    }
  }

  @Test
  void whoAgreesToPayMayRead() throws Exception {
    whoPays = "requester";
    Run run = Run.of(s3("get", "plate/image"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("ACCESS_DENIED");
    assertThat(Run.text(s3("get", "plate/image", "--requester-pays")))
        .isEqualTo(Run.text("get", source.resolve("plate/image").toString()));
  }

  @Test
  void aWebServerMayDenyWhatIsMissing() throws Exception {
    readable.remove("/b/data/plate/image/1.1");
    String url = web.url() + "/b/data/plate/image";
    Run run = Run.of("get", url);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("ACCESS_DENIED", DENIED).doesNotContain("HttpStoreBuilder");
    assertThat(Run.text("get", url, "2,:", DENIED)).isEqualTo("65532,65533,7,7\n");
    assertThat(Run.text("copy", url, target.toString(), DENIED)).startsWith("Copied 5 objects");
  }

  private void allow(String key, byte[] content) {
    readable.put("/b/data/" + key, content);
    web.put("/b/data/" + key, content);
  }

  private String[] s3(String command, String path, String... more) {
    List<String> args = new ArrayList<>(List.of(command, ("s3://b/data/" + path)));
    args.addAll(List.of(more));
    args.addAll(List.of("--anonymous", "--region=us-east-1", "--endpoint=" + web.url()));
    return args.toArray(String[]::new);
  }

  private final class Gate extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      boolean pays = Objects.equals(request.getHeaders().get("x-amz-request-payer"), whoPays);
      if (readable.containsKey(request.getHttpURI().getPath()) && pays) {
        return super.handle(request, response, callback);
      }
      response.setStatus(403);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
      Content.Sink.write(
          response,
          true,
          "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
          callback);
      return true;
    }
  }
}
