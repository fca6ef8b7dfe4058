package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Stores;
import dev.zarrasync.testing.EmbeddedS3;
import dev.zarrasync.testing.WebServer;
import dev.zarrasync.testing.WebServer.Speaks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies between stores. */
class CopyTest {

  private static final int OBJECTS = 9;

  private final Path directory;
  private final Path source;
  private final Path target;

  CopyTest(@TempDir Path directory) throws Exception {
    this.directory = directory;
    source = SampleData.in(directory.resolve("source")).directory();
    target = directory.resolve("target");
  }

  @Test
  void aCopyHasTheSameObjects() throws Exception {
    assertThat(Run.text("copy", source.toString(), target.toString()))
        .startsWith("Copied 9 objects (")
        .endsWith("compared by size\n");
    assertThat(content(target)).isEqualTo(content(source));
  }

  @Test
  void whatIsThereIsLeftAlone() throws Exception {
    copy();
    Files.delete(target.resolve("plate/image/1.0"));
    Files.writeString(target.resolve("plate/image/1.1"), "short");
    assertCounts(copy(), 2, OBJECTS - 2);
    assertThat(content(target)).isEqualTo(content(source));
    assertCounts(copy(), 0, OBJECTS);
  }

  @Test
  void verifyFindsOtherContentOfTheSameSize() throws Exception {
    copy();
    Path chunk = target.resolve("plate/image/0.0");
    byte[] bytes = Files.readAllBytes(chunk);
    bytes[bytes.length - 1]++;
    Files.write(chunk, bytes);
    assertCounts(copy(), 0, OBJECTS);
    assertCounts(copy("--verify"), 1, OBJECTS - 1);
    assertThat(content(target)).isEqualTo(content(source));
  }

  @Test
  void nothingToCopyIsAFailure() {
    Run run = Run.of("copy", directory.resolve("typo").toString(), target.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("There is nothing to copy");
  }

  @Test
  void anObjectThatCannotBeStoredEndsTheCopyBeforeItsMetadata() throws Exception {
    Files.createDirectories(target.resolve("plate/image/1.1/in/the/way"));
    Run run = Run.of("copy", source.toString(), target.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("plate/image/1.1");
    assertThat(content(target)).doesNotContainKeys("plate/image/.zarray", ".zgroup");
  }

  @Test
  void metadataIsCopiedFromTheDeepestUp() {
    List<String> keys =
        Stream.of(".zmetadata", ".zgroup", ".zattrs", "a/.zgroup", "a/b/.zarray", "a/b/.zattrs")
            .map(key -> new CopyJob(key, 0, () -> new CompletableFuture<>()))
            .sorted(Comparator.comparing(CopyJob::wave))
            .map(CopyJob::key)
            .toList();
    assertThat(keys)
        .containsExactly(
            "a/b/.zattrs", "a/b/.zarray", "a/.zgroup", ".zattrs", ".zgroup", ".zmetadata");
  }

  @Test
  void s3IsCopiedToFilesAndBack() throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start()) {
      String bucket = s3.newBucket();
      s3.makePublic(bucket);
      try (AsyncStore store = Stores.open(s3.url(bucket + "/data"))) {
        SampleData.writeTo(store);
      }
      List<String> options = List.of("--json", "--region=us-east-1", "--endpoint=" + s3.endpoint());
      String url = "s3://" + bucket + "/data";
      assertCounts(
          Run.json(args(options, "copy", url, target.toString(), "--anonymous")), OBJECTS, 0);
      assertThat(content(target)).isEqualTo(content(source));

      System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
      System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
      try {
        String back = "s3://" + s3.newBucket();
        assertCounts(Run.json(args(options, "copy", url, back)), OBJECTS, 0);
        s3.resetCounts();
        assertCounts(Run.json(args(options, "copy", url, back)), 0, OBJECTS);
        assertThat(s3.requests()).allMatch(request -> request.contains("list-type=2"));
      } finally {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
      }
    }
  }

  /** Names that are no keys: a flat store holds them, a path resolves them to other objects. */
  @Test
  void noNameVanishesFromACopy() throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start()) {
      String bucket = s3.newBucket();
      String other = s3.newBucket();
      for (String name : List.of("a/b", "a//b", "a/./b", "./c", "/d", "e//", "f/", "")) {
        boolean isMarker = (name.endsWith("/") && !name.endsWith("//")) || name.isEmpty();
        s3.put(bucket, "data/" + name, isMarker ? "" : "content of " + name);
      }
      Map<String, String> settings = s3.settings();
      settings.forEach(System::setProperty);
      try {
        String url = "s3://" + bucket + "/data";
        assertCounts(Run.json("copy", "--json", "--verify", url, "s3://" + other + "/x"), 8, 0);
        assertCounts(Run.json("copy", "--json", url, "s3://" + other + "/x"), 0, 8);
        assertThat(Run.json("ls", "-r", "--json", "s3://" + other + "/x").findValuesAsText("key"))
            .containsExactly("./c", "/d", "a/./b", "a//b", "a/b", "e//", "f/");
        assertThat(Run.text("cat", "s3://" + other + "/x", "a//b", "./c"))
            .isEqualTo("content of a//bcontent of ./c");

        Run run = Run.of("copy", "--json", url, target.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("5 left out", "'a//b' (its name", "an empty segment");
        assertThat(Run.JSON.readTree(run.out()).path("left_out").findValuesAsText("key"))
            .containsExactlyInAnyOrder("./c", "/d", "a/./b", "a//b", "e//");
        assertThat(content(target)).isEqualTo(Map.of("a/b", "content of a/b"));
      } finally {
        settings.keySet().forEach(System::clearProperty);
      }
    }
  }

  @Test
  void aWebServerIsCopiedByTheGridsOfItsArrays() throws Exception {
    try (WebServer web = WebServer.start(Speaks.HTTP_1_1)) {
      String url = serve(web);
      Run run = Run.of("copy", url, target.toString());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("cannot be listed", ".zmetadata", "Hint: ");

      String image = url + "/plate/image";
      assertCounts(Run.json("copy", "--json", image, target.toString()), 6, 0);
      assertCounts(Run.json("copy", "--json", image, target.toString()), 0, 6);
      assertThat(content(target)).isEqualTo(content(source.resolve("plate/image")));
    }
  }

  @Test
  void aWebServerIsCopiedByItsConsolidatedMetadata() throws Exception {
    Files.writeString(
        source.resolve(".zmetadata"),
        """
        {"metadata": {".zgroup": {}, ".zattrs": {}, "plate/.zgroup": {},
          "plate/image/.zarray": %s, "plate/image/.zattrs": {}}}
        """
            .formatted(content(source).get("plate/image/.zarray")));
    Files.delete(source.resolve("plate/image/0.1"));
    try (WebServer web = WebServer.start(Speaks.HTTP_1_1)) {
      String url = serve(web);
      assertThat(Run.text("tree", url).lines())
          .containsExactly(
              url + "/  v2",
              url + "/plate/  v2",
              url + "/plate/image  [3,4] >u2  v2, chunks [2,2], blosc");
      assertCounts(Run.json("copy", "--json", "--verify", url, target.toString()), OBJECTS, 0);
      assertThat(content(target)).isEqualTo(content(source));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "{}", "{\"metadata\": {}}", "{\"metadata\": {\".zattrs\": {}}}", "{"})
  void consolidatedMetadataThatNamesNothingIsAFailure(String json) throws Exception {
    Files.writeString(source.resolve(".zmetadata"), json);
    try (WebServer web = WebServer.start(Speaks.HTTP_1_1)) {
      String url = serve(web);
      for (Run run : List.of(Run.of("copy", url, target.toString()), Run.of("tree", url))) {
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("CORRUPT", ".zmetadata", "Hint: ");
      }
      assertThat(target).doesNotExist();
    }
  }

  /** Chunks of any type are copied; an array of which nobody knows the chunks is named. */
  @Test
  void arraysAreCopiedFromAWebServerWithoutBeingUnderstood() throws Exception {
    object("dates/.zarray", "{\"shape\":[5],\"chunks\":[3],\"dtype\":\"<M8[ns]\",\"order\":\"?\"}");
    object("dates/1", "not a chunk");
    object("nested/.zarray", "{\"shape\":[1,2],\"chunks\":[1,1],\"dtype\":[[\"a\",\"<i4\"]]}");
    object("nested/0/1", "struct");
    object("scalar/.zarray", "{\"shape\":[],\"chunks\":[],\"dtype\":\"<f8\"}");
    object("scalar/0", "8 bytes.");
    object("half/.zarray", "{\"shape\":[1");
    object("chunky/.zarray", "{\"shape\":[1,2],\"chunks\":[0,1]}");
    object(
        ".zmetadata",
        """
        {"metadata": {".zgroup": {}, "plate/.zgroup": {}, "dates/.zarray": {}, "nested/.zarray": {},
          "scalar/.zarray": {}, "half/.zarray": {}, "chunky/.zarray": {}, "gone/.zarray": {},
          "../out/.zarray": {}, "plate/image/.zarray": {}, "plate/image/.zattrs": {}}}
        """);
    try (WebServer web = WebServer.start(Speaks.HTTP_1_1)) {
      String url = serve(web);
      Run run = Run.of("copy", "--json", url, target.toString());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("'half/.zarray'", "'chunky/.zarray'", "'gone/.zarray'");
      assertThat(Run.JSON.readTree(run.out()).path("left_out").findValuesAsText("key"))
          .containsExactlyInAnyOrder(
              "half/.zarray", "chunky/.zarray", "gone/.zarray", "../out/.zarray");
      assertThat(content(target)).isEqualTo(content(source));
    }
  }

  private void object(String key, String content) throws IOException {
    Path file = source.resolve(key);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private String serve(WebServer web) throws IOException {
    for (var object : content(source).entrySet()) {
      web.put("/data/" + object.getKey(), object.getValue().getBytes(StandardCharsets.ISO_8859_1));
    }
    return web.url().resolve("/data").toString();
  }

  private JsonNode copy(String... options) throws IOException {
    return Run.json(args(List.of(options), "copy", "--json", source.toString(), target.toString()));
  }

  private static String[] args(List<String> options, String... args) {
    return Stream.concat(Stream.of(args), options.stream()).toArray(String[]::new);
  }

  private static void assertCounts(JsonNode report, int copied, int skipped) {
    assertThat(report.path("copied").asInt()).isEqualTo(copied);
    assertThat(report.path("skipped").asInt()).isEqualTo(skipped);
  }

  private static Map<String, String> content(Path root) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(
            root.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return content;
  }
}
