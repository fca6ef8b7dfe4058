package dev.zarrasync.integration.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The benchmark in small: that it works, not how long anything takes. */
class BenchTest {

  @Test
  void eachWorkloadRunsAndPrintsWhatTheServerSaw() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Report report = new Report(new PrintStream(printed, true, UTF_8));

    Bench.run(List.of("small", "large", "sparse"), Scale.SMOKE, report);

    assertThat(printed.toString(UTF_8))
        .contains("10 chunks of 64 B")
        .contains("4 chunks of 0.13 MiB")
        .contains("16 slots with 3 chunks stored")
        .containsPattern("bare: SDK on CRT HTTP .* 10 +0 +0 ")
        .containsPattern("bare: the stored alone .* 3 +0 +0 ");
  }
}
