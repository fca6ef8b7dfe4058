package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy whose process is killed, and that is run again. */
class KilledCopyTest {

  private static final int CHUNKS = 10_000;

  private final Path directory;

  KilledCopyTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aCopyThatWasKilledHalfWayIsCompletedByAnother() throws Exception {
    Path source = directory.resolve("source");
    Path target = directory.resolve("target");
    Map<String, String> objects = objects();
    Files.createDirectories(source);
    for (var object : objects.entrySet()) {
      Files.writeString(source.resolve(object.getKey()), object.getValue());
    }

    killHalfWay(source, target);

    Map<String, String> half = published(target);
    assertThat(half.size()).isBetween(CHUNKS / 2, CHUNKS * 3 / 4);
    assertThat(objects).containsAllEntriesOf(half);
    assertThat(half).doesNotContainKeys(".zarray", ".zattrs");

    JsonNode rest = Run.json("copy", "--json", source.toString(), target.toString());
    assertThat(rest.path("skipped").asInt()).isEqualTo(half.size());
    assertThat(rest.path("copied").asInt()).isEqualTo(objects.size() - half.size());
    assertThat(published(target)).isEqualTo(objects);

    JsonNode none = Run.json("copy", "--json", "--verify", source.toString(), target.toString());
    assertThat(none.path("copied").asInt()).isZero();
    assertThat(none.path("checked").asText()).isEqualTo("content");
  }

  private static Map<String, String> objects() {
    Map<String, String> objects =
        IntStream.range(0, CHUNKS)
            .mapToObj(Integer::toString)
            .collect(Collectors.toMap(Function.identity(), key -> "chunk " + key));
    objects.put(".zarray", "{}");
    objects.put(".zattrs", "{}");
    return objects;
  }

  private static void killHalfWay(Path source, Path target) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledCopy.class.getName(),
                source.toString(),
                target.toString(),
                Integer.toString(CHUNKS / 2))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo(KilledCopy.HALF_WAY);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** What a kill leaves of a put is a file under another name, which is no object. */
  private static Map<String, String> published(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith(".zarrasync-put-"))
          .collect(Collectors.toMap(file -> file.getFileName().toString(), KilledCopyTest::read));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
