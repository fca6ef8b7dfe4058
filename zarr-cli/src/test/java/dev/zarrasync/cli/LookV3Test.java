package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.hierarchy.NewArray;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.testing.WebServer;
import dev.zarrasync.testing.WebServer.Speaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands show and copy of Zarr v3, also beside v2. */
class LookV3Test {

  private static final String GROUP =
      "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{\"title\":\"sample\"}}";

  private final Path directory;

  /** A group of two groups, one of v3 with a sharded and a plain array, one of v2. */
  LookV3Test(@TempDir Path directory) throws Exception {
    this.directory = directory;
    put("zarr.json", GROUP);
    put("plate/zarr.json", GROUP);
    put("old/.zgroup", "{\"zarr_format\":2}");
    try (AsyncStore store = FileStore.at(directory)) {
      NewArray image = NewArray.of("uint16", 5, 7).chunks(2, 3).attributes(Map.of("unit", "K"));
      AsyncArray.create(store, "plate/image", image.shards(4, 6).dimensionNames("y", "x"))
          .write(new short[35], new long[2], new int[] {5, 7})
          .join();
      AsyncArray.create(store, "plate/c", image.separator("."))
          .write(new short[] {1}, new long[2], new int[] {1, 1})
          .join();
    }
  }

  private void put(String key, String text) throws IOException {
    Path file = directory.resolve(key);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String url(String path) {
    return directory.resolve(path).toString();
  }

  @Test
  void infoTellsWhatAnArrayIs() throws Exception {
    JsonNode info = Run.json("info", url("plate/image"), "--json");
    assertThat(info.path("type").asText()).isEqualTo("array");
    assertThat(info.path("zarr_format").asInt()).isEqualTo(3);
    assertThat(info.path("shape").toString()).isEqualTo("[5,7]");
    assertThat(info.path("chunks").toString()).isEqualTo("[2,3]");
    assertThat(info.path("shards").toString()).isEqualTo("[4,6]");
    assertThat(info.path("grid").toString()).isEqualTo("[3,3]");
    assertThat(info.path("chunk_count").asInt()).isEqualTo(9);
    assertThat(info.path("shard_count").asInt()).isEqualTo(4);
    assertThat(info.path("data_type").asText()).isEqualTo("uint16");
    assertThat(info.path("codecs").path(0).path("name").asText()).isEqualTo("sharding_indexed");
    assertThat(info.path("dimension_names").toString()).isEqualTo("[\"y\",\"x\"]");
    assertThat(info.path("attributes").toString()).isEqualTo("{\"unit\":\"K\"}");
    assertThat(info.has("unsupported")).isFalse();
    assertThat(Run.text("info", url("plate/image")).lines())
        .contains("zarr format          3", "shards               [4,6]");
  }

  @Test
  void infoNamesTheMembersOfAGroup() throws Exception {
    JsonNode root = Run.json("info", url(""), "--json");
    assertThat(root.path("type").asText()).isEqualTo("group");
    assertThat(root.path("zarr_format").asInt()).isEqualTo(3);
    assertThat(root.path("groups").toString()).isEqualTo("[\"old\",\"plate\"]");
    assertThat(root.path("attributes").path("title").asText()).isEqualTo("sample");
    JsonNode plate = Run.json("info", url("plate"), "--json");
    assertThat(plate.path("arrays").toString()).isEqualTo("[\"c\",\"image\"]");
  }

  @Test
  void treeShowsBothVersions() throws Exception {
    assertThat(Run.text("tree", url("")).lines())
        .containsExactly(
            url("") + "/  v3",
            url("old") + "/  v2",
            url("plate") + "/  v3",
            url("plate/c") + "  [5,7] uint16  v3, chunks [2,3], bytes, zstd",
            url("plate/image") + "  [y=5,x=7] uint16  v3, chunks [2,3], shards [4,6], bytes, zstd");
    JsonNode image = Run.json("tree", url(""), "--json").path(4);
    assertThat(image.path("path").asText()).isEqualTo("plate/image");
    assertThat(image.path("shards").toString()).isEqualTo("[4,6]");
  }

  @Test
  void whereBothVersionsAreThereV3Counts() throws Exception {
    put("plate/image/.zarray", "{}");
    put("plate/image/.zattrs", "{\"unit\":\"of v2\"}");
    JsonNode info = Run.json("info", url("plate/image"), "--json");
    assertThat(info.path("zarr_format").asInt()).isEqualTo(3);
    assertThat(info.path("attributes").path("unit").asText()).isEqualTo("K");
    assertThat(Run.text("tree", url("plate/image"))).contains("[y=5,x=7] uint16  v3");

    put("plate/.zarray", "{}");
    assertThat(Run.text("tree", url("")).lines()).hasSize(5);
  }

  @Test
  void whatIsNotSupportedOrDamagedIsSaidAndHidesNoOther() throws Exception {
    Path image = directory.resolve("plate/image/zarr.json");
    String json = Files.readString(image);
    put("plate/odd/zarr.json", json.replace("\"zstd\"", "\"zfp\""));
    put("plate/zarr.json", "{\"node_type\":");
    put("old/zarr.json", "{\"zarr_format\":3,\"node_type\":\"table\"}");

    List<String> lines = Run.text("tree", url("")).lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.get(1)).startsWith(url("old") + "  (damaged: zarr.json: node_type must be");
    assertThat(lines.get(2)).startsWith(url("plate") + "  (damaged: zarr.json: it is not valid");
    assertThat(lines.get(3)).startsWith(url("plate/c"));
    assertThat(lines.get(4)).startsWith(url("plate/image") + "  [y=5,x=7] uint16");
    assertThat(lines.get(5))
        .startsWith(url("plate/odd") + "  [y=5,x=7] uint16  v3, chunks [2,3], shards [4,6]")
        .contains("(not supported: codecs: The codec \"zfp\" is not supported");
    JsonNode odd = Run.json("info", url("plate/odd"), "--json");
    assertThat(odd.path("chunk_count").asInt()).isEqualTo(9);
    assertThat(odd.path("unsupported").asText()).contains("\"zfp\"");
    Run run = Run.of("info", url("old"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("CORRUPT", "node_type must be", "old/zarr.json");
  }

  @Test
  void aServerThatCannotListIsCopiedByWhatMetadataNames(@TempDir Path target) throws Exception {
    String members = "\"plate\":%s,\"plate/image\":{},\"plate/c\":{},\"old\":{}".formatted(GROUP);
    put(
        "zarr.json",
        GROUP.replace("}}", "},\"consolidated_metadata\":{\"metadata\":{" + members + "}}}"));
    put("old/zarr.json", GROUP);
    Files.delete(directory.resolve("old/.zgroup"));
    try (WebServer web = WebServer.start(Speaks.HTTP_1_1)) {
      serve(web);
      String url = web.url() + "/data";
      assertThat(Run.text("tree", url).lines())
          .hasSize(5)
          .contains(url + "/old/  v3")
          .anyMatch(line -> line.startsWith(url + "/plate/image  [y=5,x=7]"));
      assertThat(Run.json("info", url, "--json").path("groups").toString())
          .isEqualTo("[\"old\",\"plate\"]");
      assertThat(Run.text("copy", url, target.toString())).startsWith("Copied 10 objects");
      assertThat(Run.text("get", target.resolve("plate/c").toString(), "0,:2")).isEqualTo("1,0\n");
      assertThat(target.resolve("plate/image/c/1/1")).exists();

      Path array = target.resolve("array");
      assertThat(Run.text("copy", url + "/plate/image", array.toString())).startsWith("Copied 5");
      Run group = Run.of("copy", url + "/plate", target.resolve("none").toString());
      assertThat(group.exitCode()).isEqualTo(1);
      assertThat(group.err()).contains("is no array, and has no consolidated metadata");
    }
  }

  /** An array that lacks a chunk that exists would read as fill values. */
  @Test
  void anArrayOfWhichAChunkIsLeftOutDoesNotLookWhole(@TempDir Path target) throws Exception {
    String image = Files.readString(directory.resolve("plate/image/zarr.json"));
    put("plate/odd/zarr.json", image.replace("\"default\"", "\"v2\""));
    for (String chunk : List.of("plate/odd/0/1", "plate/image/c/1/0")) {
      Files.deleteIfExists(directory.resolve(chunk));
      Files.createDirectories(directory.resolve(chunk).getParent());
      Files.createSymbolicLink(directory.resolve(chunk), Path.of("not/fetched"));
    }
    put("plate/zarr.json", GROUP.replace("}}", "},\"consolidated_metadata\":{}}"));

    Run run = Run.of("copy", "--json", url(""), target.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(Run.JSON.readTree(run.out()).path("left_out").findValuesAsText("key"))
        .containsExactly(
            "plate/image/c/1/0",
            "plate/image/zarr.json",
            "plate/odd/0/1",
            "plate/odd/zarr.json",
            "plate/zarr.json");
    assertThat(target.resolve("zarr.json")).exists();
    assertThat(target.resolve("plate/c/zarr.json")).exists();
    assertThat(target.resolve("plate/odd/zarr.json")).doesNotExist();
    assertThat(target.resolve("plate/zarr.json")).doesNotExist();
  }

  private void serve(WebServer web) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        web.put("/data/" + directory.relativize(file), Files.readAllBytes(file));
      }
    }
  }
}
