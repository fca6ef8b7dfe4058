package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that show what there is. */
class LookTest {

  private final Path directory;
  private final SampleData data;

  LookTest(@TempDir Path directory) throws Exception {
    this.directory = directory;
    data = SampleData.in(directory);
  }

  @Test
  void infoTellsWhatAnArrayIs() throws Exception {
    JsonNode info = Run.json("info", data.image(), "--json");
    assertThat(info.path("type").asText()).isEqualTo("array");
    assertThat(info.path("shape").toString()).isEqualTo("[3,4]");
    assertThat(info.path("chunks").toString()).isEqualTo("[2,2]");
    assertThat(info.path("grid").toString()).isEqualTo("[2,2]");
    assertThat(info.path("chunk_count").asInt()).isEqualTo(4);
    assertThat(info.path("dtype").asText()).isEqualTo(">u2");
    assertThat(info.path("fill_value").asInt()).isEqualTo(7);
    assertThat(info.path("compressor").path("id").asText()).isEqualTo("blosc");
    assertThat(info.path("attributes").path("unit").asText()).isEqualTo("K");
    assertThat(info.path("url").asText()).startsWith("file:").contains("plate/image");
    assertThat(info.has("unsupported")).isFalse();
  }

  @Test
  void infoIsReadableWithoutJson() {
    assertThat(Run.text("info", data.image()).lines())
        .contains(
            "shape                [3,4]", "dtype                >u2", "filters              -");
  }

  @Test
  void infoNamesTheDirectMembersOfAGroup() throws Exception {
    JsonNode root = Run.json("info", data.url(), "--json");
    assertThat(root.path("type").asText()).isEqualTo("group");
    assertThat(root.path("groups").toString()).isEqualTo("[\"plate\"]");
    assertThat(root.path("arrays").toString()).isEqualTo("[]");
    JsonNode plate = Run.json("info", directory.resolve("plate").toString(), "--json");
    assertThat(plate.path("arrays").toString()).isEqualTo("[\"image\"]");
  }

  @Test
  void infoSaysWhyAnArrayCannotBeRead(@TempDir Path other) throws Exception {
    String header = "{\"zarr_format\":2,\"shape\":[9],\"chunks\":[3],\"dtype\":\"<c6\"}";
    Files.writeString(other.resolve(".zarray"), header);
    JsonNode info = Run.json("info", other.toString(), "--json");
    assertThat(info.path("grid").toString()).isEqualTo("[3]");
    assertThat(info.path("unsupported").asText()).contains("the dtype \"<c6\" is not supported");
  }

  @Test
  void lsListsOneDirectory() {
    assertThat(Run.text("ls", data.url()).lines().map(String::strip))
        .containsExactly("plate/", size(".zattrs") + "  .zattrs", size(".zgroup") + "  .zgroup");
  }

  @Test
  void lsListsAllBelow() throws Exception {
    JsonNode objects = Run.json("ls", "-r", "--json", data.url());
    assertThat(objects.findValuesAsText("key"))
        .containsExactly(
            ".zattrs",
            ".zgroup",
            "plate/.zgroup",
            "plate/image/.zarray",
            "plate/image/.zattrs",
            "plate/image/0.0",
            "plate/image/0.1",
            "plate/image/1.0",
            "plate/image/1.1");
    assertThat(objects.path(0).path("size").asInt()).isEqualTo(size(".zattrs"));
  }

  @Test
  void treeShowsTheHierarchy() throws Exception {
    assertThat(Run.text("tree", data.url()).lines())
        .containsExactly(
            data.url() + "/  v2",
            data.url() + "/plate/  v2",
            data.image() + "  [3,4] >u2  v2, chunks [2,2], blosc");
    assertThat(Run.json("tree", data.url(), "--json").findValuesAsText("path"))
        .containsExactly("", "plate", "plate/image");
  }

  @Test
  void whatTreePrintsCanBeTypedIntoTheNextCommand() {
    for (String root : List.of(data.url(), data.url() + "/", directory.toUri().toString())) {
      for (String line : Run.text("tree", root).lines().toList()) {
        Run.succeeded("info", line.split(" ", 2)[0]);
      }
    }
  }

  @Test
  void oneBadNodeHidesNoOther() throws Exception {
    header("waves", "{\"zarr_format\":2,\"shape\":[9],\"chunks\":[3],\"dtype\":\"<c6\"}");
    header("empty", "");
    header("half", "{\"zarr_format\":2,\"sha");
    header("list", "[]");
    header(
        "scalar",
        "{\"zarr_format\":2,\"shape\":[],\"chunks\":[],\"dtype\":\"<f8\",\"compressor\":null,"
            + "\"fill_value\":NaN,\"order\":\"C\",\"filters\":null}");
    Files.createDirectory(directory.resolve("v3"));
    Files.writeString(directory.resolve("v3/zarr.json"), "{}");
    List<String> lines = Run.text("tree", data.url()).lines().toList();
    assertThat(lines).contains(data.image() + "  [3,4] >u2  v2, chunks [2,2], blosc").hasSize(9);
    assertLine(lines, "waves", "[9] <c6", "not supported: ");
    assertLine(lines, "empty", "damaged: .zarray: it is not a JSON object");
    assertLine(lines, "half", "damaged: .zarray: it is not valid JSON");
    assertLine(lines, "list", "damaged: .zarray: it is not a JSON object");
    assertLine(lines, "scalar", "[] <f8  v2, chunks []");
    assertLine(lines, "v3", "damaged: zarr.json: node_type must be");

    JsonNode root = Run.json("info", data.url(), "--json");
    assertThat(root.path("groups").toString()).isEqualTo("[\"plate\"]");
    assertThat(root.path("arrays").toString())
        .isEqualTo("[\"empty\",\"half\",\"list\",\"scalar\",\"waves\"]");
    assertThat(root.path("not_known").toString()).isEqualTo("[\"v3\"]");
    JsonNode scalar = Run.json("info", directory.resolve("scalar").toString(), "--json");
    assertThat(scalar.path("chunk_count").asInt()).isEqualTo(1);
    assertThat(scalar.has("unsupported")).isFalse();
  }

  @Test
  void metadataMayHaveBareWordsAndAByteOrderMark() throws Exception {
    Path header = directory.resolve("plate/image/.zarray");
    String json =
        Files.readString(header).replaceAll("\"fill_value\"\\s*:\\s*7", "\"fill_value\":-Infinity");
    Files.writeString(header, "\uFEFF" + json.replace(">u2", "<f4"));
    Files.writeString(directory.resolve("plate/image/.zattrs"), "\uFEFF{\"missing\": NaN}");
    JsonNode info = Run.json("info", data.image(), "--json");
    assertThat(info.path("fill_value").asText()).isEqualTo("-Infinity");
    assertThat(info.path("attributes").path("missing").asText()).isEqualTo("NaN");
    assertThat(Run.text("tree", data.url())).contains("[3,4] <f4");
  }

  @Test
  void infoShowsAnArrayWhoseAttributesAreNoJson() throws Exception {
    Files.writeString(directory.resolve("plate/image/.zattrs"), "{\"unit\": ");
    JsonNode info = Run.json("info", data.image(), "--json");
    assertThat(info.path("shape").toString()).isEqualTo("[3,4]");
    assertThat(info.has("attributes")).isFalse();
    assertThat(info.path("attributes_problem").asText())
        .contains("it is not valid JSON", "plate/image/.zattrs");
  }

  @Test
  void lsOfWhatIsNotThereFails() throws Exception {
    Files.createDirectory(directory.resolve("empty"));
    for (String path : List.of("typo", "empty")) {
      Run run = Run.of("ls", directory.resolve(path).toString());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("There is nothing below file:", path, "Hint: ");
    }
  }

  @Test
  void catWritesObjectsAsTheyAre() throws Exception {
    byte[] group = Files.readAllBytes(directory.resolve(".zgroup"));
    byte[] chunk = Files.readAllBytes(directory.resolve("plate/image/0.0"));
    Run run = Run.succeeded("cat", data.url(), ".zgroup", "plate/image/0.0", ".zgroup");
    assertThat(run.bytes())
        .hasSize(2 * group.length + chunk.length)
        .startsWith(group)
        .endsWith(group)
        .containsSequence(chunk);
  }

  @Test
  void planExplainsARead() {
    assertThat(Run.text("plan", data.image(), "2,:")).startsWith("Read of 2 objects");
  }

  @Test
  void completionIsAScript() {
    assertThat(Run.text("completion")).contains("_complete_zarrasync", "--no-progress");
  }

  private void header(String array, String json) throws IOException {
    Files.createDirectory(directory.resolve(array));
    Files.writeString(directory.resolve(array).resolve(".zarray"), json);
  }

  private void assertLine(List<String> lines, String array, String... parts) {
    assertThat(lines)
        .filteredOn(line -> line.startsWith(directory.resolve(array) + "  "))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains(parts);
  }

  private long size(String name) {
    return directory.resolve(name).toFile().length();
  }
}
