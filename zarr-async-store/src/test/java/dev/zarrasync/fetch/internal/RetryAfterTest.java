package dev.zarrasync.fetch.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-11-06T08:49:00Z");

  @Test
  void isInSecondsOrADate() {
    assertThat(RetryAfter.parse("120", NOW)).isEqualTo(Duration.ofMinutes(2));
    assertThat(RetryAfter.parse("Fri, 06 Nov 2026 08:49:37 GMT", NOW))
        .isEqualTo(Duration.ofSeconds(37));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "-1", "soon", "99999999999", "1.5", "Fri, 06 Nov 2026 08:48:00 GMT"})
  void isNothingIfItIsPastOrNotValid(String header) {
    assertThat(RetryAfter.parse(header, NOW)).isZero();
  }
}
