package dev.zarrasync.benchmarks.bare;

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
    assertThat(printedBy("small", "large", "sparse", "http"))
        .contains("10 chunks of 64 B")
        .contains("4 chunks of 0.13 MiB")
        .contains("16 slots with 3 chunks stored")
        .containsPattern("bare: SDK on CRT HTTP .* 10 +0 +0 ")
        .containsPattern("ours: HTTP/2, ZarrArray.read .* 10 +0 +0 ")
        .containsPattern("ours: ZarrArray.read, of Blosc .* 4 +0 +0 ")
        .containsPattern("bare: the stored alone .* 3 +0 +0 ");
  }

  @Test
  void eachWorkloadOnAServerInTroubleRunsAndPrintsHowReadsEnded() throws Exception {
    assertThat(printedBy("adaptive", "hedge", "faults", "outage"))
        .containsPattern("from above +256 ")
        .containsPattern("from below +[1-9]\\d* ")
        .containsPattern("hedged +0\\.")
        .contains("ZarrArray.read with faults")
        .containsPattern("Required: it succeeds; .* Held: yes")
        .containsPattern("With a deadline of 0\\.05 s: .* TIMEOUT");
  }

  private static String printedBy(String... workloads) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Report report = new Report(new PrintStream(printed, true, UTF_8));
    Bench.run(List.of(workloads), Scale.SMOKE, report);
    return printed.toString(UTF_8);
  }
}
