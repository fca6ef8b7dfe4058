package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.array.internal.MetadataJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code info} of a URL alone runs without picocli, and answers as with it. */
class PlainInfoTest {

  private final Path directory;

  PlainInfoTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void anArrayAndAGroupAreShownAsWithAnOption() throws Exception {
    SampleData data = SampleData.in(directory);
    assertThat(asWithAnOption(data.image()).exitCode()).isZero();
    assertThat(asWithAnOption(data.url()).exitCode()).isZero();
  }

  @Test
  void failuresAreToldAsWithAnOption() throws Exception {
    Files.writeString(directory.resolve(".zarray"), "{");
    assertThat(asWithAnOption(directory.toString()).err()).contains(".zarray", "Hint:");
    assertThat(asWithAnOption(directory.resolve("gone").toString()).exitCode()).isEqualTo(1);
  }

  @Test
  void whatNoUrlCanBeIsWrongUsage() {
    for (String url : new String[] {"gopher://host/a", "https://[", "file://host/a", "a\0b", ""}) {
      assertThat(asWithAnOption(url).err()).as(url).doesNotContain("Exception");
    }
    assertThat(asWithAnOption("gopher://host/a").exitCode()).isEqualTo(2);
    assertThat(asWithAnOption("gopher://host/a").err()).contains("zarrasync info --help");
  }

  @Test
  void optionsAndFilesOfArgumentsAreNoUrls() throws Exception {
    assertThat(Run.text("info", "--help")).contains("Usage:");
    Path arguments = directory.resolve("arguments");
    Files.writeString(arguments, SampleData.in(directory.resolve("data")).image());
    assertThat(Run.text("info", "@" + arguments)).startsWith("type                 array");
  }

  @Test
  void valuesAreWrittenAsByJackson() throws Exception {
    String json =
        """
        {"a\\"b\\n\\u0001é": [1, -2.50, 1e400, NaN, -Infinity, 123456789012345678901234567890,
         null, true, "Infinity", "x\\\\y\\t", {}, []], "": {"b": {"c": [[0]]}}}
        """;
    JsonNode value = MetadataJson.parse(json.getBytes(StandardCharsets.UTF_8));
    assertThat(InfoCommand.text(value)).isEqualTo(value.toString());
  }

  private static Run asWithAnOption(String url) {
    Run plain = Run.of("info", url);
    Run withOption = Run.of("info", url, "--hedging");
    assertThat(plain.out()).isEqualTo(withOption.out());
    assertThat(plain.err()).isEqualTo(withOption.err());
    assertThat(plain.exitCode()).isEqualTo(withOption.exitCode());
    return plain;
  }
}
