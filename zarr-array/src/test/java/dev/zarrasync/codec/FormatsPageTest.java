package dev.zarrasync.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/formats.md} names the codecs that there are, and no others. */
class FormatsPageTest {

  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final Pattern CASES = Pattern.compile("case (\"[^>]+\") ->");

  /** The names in a column of the table with a head. */
  private static Set<String> names(String head, int column) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("..", "docs", "formats.md"));
    int start = lines.indexOf(head);
    assertThat(start).as(head).isNotNegative();
    Set<String> names = new TreeSet<>();
    lines.stream()
        .skip(start + 2L)
        .takeWhile(line -> line.startsWith("|"))
        .forEach(
            line ->
                NAME.matcher(line.split("\\|", -1)[column])
                    .results()
                    .forEach(name -> assertThat(names.add(name.group(1))).isTrue()));
    return names;
  }

  /** The names that a method of the registry knows. */
  private static Set<String> cases(String method) throws IOException {
    String source = Files.readString(Path.of("src/main/java/dev/zarrasync/codec/Registry.java"));
    int start = source.indexOf("Codec " + method + "(");
    String body = source.substring(start, source.indexOf("default ->", start));
    return CASES
        .matcher(body)
        .results()
        .flatMap(cases -> Arrays.stream(cases.group(1).split(", ")))
        .map(name -> name.replace("\"", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theTableHasAllCodecs() throws Exception {
    String head = "| in v2 | in v3 | what it does | |";
    Set<String> v3 = cases("ofV3");
    v3.add("sharding_indexed"); // Made with the array, of which it is the grid.

    assertThat(names(head, 1)).isEqualTo(cases("ofNumcodecs"));
    assertThat(names(head, 2)).isEqualTo(v3);
  }

  @Test
  void theOthersAreRefused() throws Exception {
    String head = "| in v2 | in v3 | why |";
    Elements input = Elements.ofBytes(4);
    for (String name : names(head, 1)) {
      assertThatThrownBy(() -> Codecs.of(name, Map.of(), input))
          .hasMessageContaining("\"" + name + "\" is not supported in Zarr v2");
      assertThatThrownBy(() -> Codecs.ofV3("numcodecs." + name, Map.of(), input))
          .hasMessageContaining("\"numcodecs." + name + "\" is not supported in Zarr v3");
    }
    for (String name : names(head, 2)) {
      assertThatThrownBy(() -> Codecs.ofV3(name, Map.of(), input))
          .hasMessageContaining("\"" + name + "\" is not supported in Zarr v3");
    }
  }
}
