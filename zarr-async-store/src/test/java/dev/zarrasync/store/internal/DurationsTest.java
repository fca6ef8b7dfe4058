package dev.zarrasync.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT2M, 2 min",
    "PT1.5S, 1.5 s",
    "PT0.5S, 500 ms",
    "PT0.000000001S, 0.000001 ms",
    "PT20S, 20 s",
    "PT1M30S, 1 min 30 s",
    "PT1H, 1 h",
    "PT26H0M3.25S, 26 h 3.25 s",
    "PT-1S, -1 s",
    "PT-0.5S, -500 ms",
    "PT-1M-0.5S, -1 min 0.5 s",
    "PT-2562047788015215H-30M-8S, -2562047788015215 h 30 min 8 s",
  })
  void aDurationReadsAsPeopleWriteIt(Duration duration, String text) {
    assertThat(Durations.text(duration)).isEqualTo(text);
  }
}
