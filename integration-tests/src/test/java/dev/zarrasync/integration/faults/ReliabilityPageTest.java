package dev.zarrasync.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/reliability.md} promises what the matrix tests, and nothing else. */
class ReliabilityPageTest {

  @Test
  void theTableOfPromisesIsTheFaultMatrix() throws Exception {
    List<String> lines = Files.readAllLines(Path.of("..", "docs", "reliability.md"));
    int head =
        lines.indexOf("| fault | read from S3 | over HTTP/1.1 | over HTTP/2 | write to S3 |");
    assertThat(head).as("the head of the table").isNotNegative();

    Stream<String> rows = lines.stream().skip(head + 2L).takeWhile(line -> line.startsWith("|"));

    assertThat(rows).containsExactlyElementsOf(Stream.of(Fault.values()).map(Fault::row).toList());
  }
}
