package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.hierarchy.NewArray;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.testing.WebServer;
import dev.zarrasync.testing.WebServer.Speaks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of reads. */
class TraceTest {

  private final Path directory;
  private final SampleData data;

  TraceTest(@TempDir Path directory) throws Exception {
    this.directory = directory;
    data = SampleData.in(directory);
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  @Test
  void eachRequestOfAReadIsShown() throws Exception {
    String text =
        Run.text(
            "trace",
            data.image(),
            "--json=" + file("t.json"),
            "--html=" + file("t.html"),
            "--png=" + file("t.png"));
    assertThat(text).startsWith("Read of [3, 4] at [0, 0] of file:");
    assertThat(text).contains("requests     6 GET", "in flight", "idle", "slowest");
    assertThat(names(file("t.json"), "GET "))
        .containsExactlyInAnyOrder(".zarray", "zarr.json", "0.0", "0.1", "1.0", "1.1");
    assertThat(names(file("t.json"), "decode "))
        .containsExactlyInAnyOrder("0.0", "0.1", "1.0", "1.1");
    assertThat(Files.readString(file("t.html"))).contains("decoding", "GET 1.1");
    assertThat(Files.size(file("t.png"))).isGreaterThan(1_000);
  }

  /** A Java array has two numbers for a complex one. */
  @Test
  void aRegionThatNoJavaArrayHoldsIsRefused() throws Exception {
    try (AsyncStore store = FileStore.at(file("complex"))) {
      AsyncArray.create(store, "", NewArray.of("complex64", 1L << 30).chunks(1 << 20));
    }
    Run run = Run.of("trace", file("complex").toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("is too large at once", "Hint: choose a part");
  }

  @Test
  void aRegionHasItsOwnRequestsOnly() throws Exception {
    Run.text("trace", data.image(), "2,2", "--json=" + file("t.json"));
    assertThat(names(file("t.json"), "GET "))
        .containsExactlyInAnyOrder(".zarray", "zarr.json", "1.1")
        .endsWith("1.1");
  }

  @Test
  void aWarmReadIsShownOnce() throws Exception {
    Run.text("trace", data.image(), "--warm", "--json=" + file("t.json"));
    assertThat(names(file("t.json"), "GET ")).hasSize(4);
  }

  /** Two shards, each of 32 chunks of 64 KiB. */
  @Test
  void indicesAndJoinedChunksOfShardsAreShown() throws Exception {
    String array = directory.resolve("shards").toString();
    try (AsyncStore store = FileStore.at(Path.of(array))) {
      NewArray shards = NewArray.of("uint8", 2, 2_048, 1_024).chunks(1, 64, 1_024);
      AsyncArray.create(store, "", shards.shards(1, 2_048, 1_024).codecs(List.of()))
          .write(filled(2 << 21), new long[3], new int[] {2, 2_048, 1_024})
          .join();
    }
    String text = Run.text("trace", array, ":,0:128,:", "--json=" + file("t.json"));
    assertThat(text).contains("requests     6 GET");
    assertThat(names(file("t.json"), "GET "))
        .containsExactlyInAnyOrder(
            ".zarray", "zarr.json", "c/0/0/0", "c/0/0/0", "c/1/0/0", "c/1/0/0");
    assertThat(ranges(file("t.json")))
        .hasSize(4)
        .filteredOn("0-131071"::equals)
        .as("two chunks of each shard, joined")
        .hasSize(2);
    assertThat(Run.text("plan", array, ":,0:128,:")).contains("Read of 2 objects", "index");
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 1);
    return bytes;
  }

  private static List<String> ranges(Path file) throws Exception {
    return Run.JSON.readTree(file.toFile()).findValuesAsText("range").stream()
        .filter(range -> !range.isEmpty())
        .toList();
  }

  @Test
  void noPictureHasASecret() throws Exception {
    try (WebServer web = WebServer.start(Speaks.HTTP_1_1)) {
      for (String name : List.of(".zarray", "0.0", "0.1", "1.0", "1.1")) {
        web.put("/a/" + name, Files.readAllBytes(Path.of(data.image(), name)));
      }
      String url = web.url().toString().replace("//", "//me:planted@") + "/a?sig=planted";
      String text =
          Run.text(
              "trace", url, "--json=" + file("t.json"), "--html=" + file("t.html"), "--hedging");
      assertThat(text).contains("6 GET").doesNotContain("planted");
      assertThat(Files.readString(file("t.json"))).doesNotContain("planted");
      assertThat(Files.readString(file("t.html"))).doesNotContain("planted");
    }
  }

  @Test
  void aReadThatFailsIsShownUntilThen() throws Exception {
    Files.write(directory.resolve("plate/image/0.1"), new byte[] {1, 2, 3});
    Run run = Run.of("trace", data.image(), "--json=" + file("t.json"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("zarrasync: CORRUPT").contains("0.1");
    assertThat(names(file("t.json"), "GET ")).contains("0.1");
  }

  private static List<String> names(Path file, String start) throws Exception {
    List<String> names = new ArrayList<>();
    for (JsonNode event : Run.JSON.readTree(file.toFile()).path("traceEvents")) {
      if (event.path("name").asText().startsWith(start)) {
        names.add(event.path("name").asText().substring(start.length()));
      }
    }
    return names;
  }
}
