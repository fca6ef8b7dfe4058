package dev.zarrasync.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.benchmarks.server.Protocol;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadJobTest {

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "shards-random", "write"})
  void theArgumentsOfAProcessTellTheJob(String name) {
    Workload workload =
        Workload.of(Scale.SMOKE).stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    ReadJob job =
        new ReadJob(
            Contestant.EXACT,
            URI.create("http://127.0.0.1:1"),
            Protocol.TLS,
            "",
            workload.data(),
            workload.regions(),
            3,
            true,
            name.equals("write"),
            -1,
            5);
    ReadJob told = ReadJob.of(job.arguments().toArray(String[]::new));
    assertThat(told.toString().replaceAll("\\[I@\\w+", ""))
        .isEqualTo(job.toString().replaceAll("\\[I@\\w+", ""));
    assertThat(told).usingRecursiveComparison().isEqualTo(job);
  }
}
