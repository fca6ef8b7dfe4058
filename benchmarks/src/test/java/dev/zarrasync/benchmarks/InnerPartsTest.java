package dev.zarrasync.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InnerPartsTest {

  @Test
  void eachInnerPartRunsAndHasARow(@TempDir Path directory) throws Exception {
    InnerParts.run(Machine.here("mvn verify"), true, directory);
    assertThat(directory.resolve("jmh.json")).exists();
    assertThat(directory.resolve("jmh.json")).content().doesNotContain("\"jvm\"");
    assertThat(directory.resolve("jmh.md"))
        .content()
        .contains("| copyTile |", "| copyRows |", "| cacheHit |")
        .contains("| decode blosc-native |", "| decode blosc-java |", "| decode zlib |");
  }
}
