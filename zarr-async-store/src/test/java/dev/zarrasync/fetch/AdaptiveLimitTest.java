package dev.zarrasync.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The limit against servers of which a round trip is a loop. */
class AdaptiveLimitTest {

  private static final long MILLISECOND = 1_000_000;

  private long now;

  /** One round trip to a server that serves so many at once and refuses more. */
  private static void roundTrip(AdaptiveLimit limit, int capacity) {
    int sent = limit.now();
    int sentIn = limit.roundTrip();
    IntStream.range(capacity, sent).forEach(i -> limit.throttled(sentIn));
    IntStream.range(0, Math.min(sent, capacity)).forEach(i -> limit.succeeded(sent));
  }

  /** One round trip to a server that serves so many at once in a time, and lets more wait. */
  private void roundTrip(AdaptiveLimit limit, int capacity, long millis) {
    int sent = limit.now();
    for (int i = 0; i < sent; i++) {
      limit.succeeded(sent);
      long time = millis * MILLISECOND * Math.max(sent, capacity) / capacity;
      now += time / sent;
      limit.answered(time, now, sent);
    }
  }

  @Test
  void staysAtTheCeilingWhereTheServerTakesAll() {
    AdaptiveLimit limit = new AdaptiveLimit(256);
    for (int i = 0; i < 100; i++) {
      roundTrip(limit, 1_000, 75);
      assertThat(limit.now()).isEqualTo(256);
    }
  }

  @Test
  void isNoMoreThanHalvedInARoundTripHoweverManyAreRefused() {
    AdaptiveLimit limit = new AdaptiveLimit(256);
    for (int least = 128; least >= 1; least /= 2) {
      roundTrip(limit, 0);
      assertThat(limit.now()).isEqualTo(least);
    }
    roundTrip(limit, 0);
    assertThat(limit.now()).isEqualTo(1);
  }

  @Test
  void throttlesOfRequestsFromBeforeLowerItNoMore() {
    AdaptiveLimit limit = new AdaptiveLimit(100);
    int first = limit.roundTrip();
    limit.throttled(first);
    limit.throttled(limit.roundTrip());
    assertThat(limit.now()).isEqualTo(98);
    limit.throttled(first);
    assertThat(limit.now()).isEqualTo(98);
    assertThat(limit.throttles()).isEqualTo(3);
  }

  @Test
  void findsWhatTheServerTakesFromAbove() {
    AdaptiveLimit limit = new AdaptiveLimit(256);
    IntStream.range(0, 3).forEach(i -> roundTrip(limit, 64));
    for (int i = 0; i < 100; i++) {
      roundTrip(limit, 64);
      assertThat(limit.now()).isBetween(60, 68);
    }
  }

  @Test
  void findsWhatTheServerTakesFromBelow() {
    AdaptiveLimit limit = new AdaptiveLimit(256);
    IntStream.range(0, 10).forEach(i -> roundTrip(limit, 1));
    assertThat(limit.now()).isLessThan(4);
    IntStream.range(0, 60).forEach(i -> roundTrip(limit, 64));
    for (int i = 0; i < 100; i++) {
      roundTrip(limit, 64);
      assertThat(limit.now()).isBetween(60, 68);
    }
    IntStream.range(0, 60).forEach(i -> roundTrip(limit, 1_000));
    assertThat(limit.now()).as("the server takes more again").isEqualTo(256);
  }

  @Test
  void aFewRefusalsByChanceLeaveItHigh() {
    AdaptiveLimit limit = new AdaptiveLimit(256);
    for (int i = 0; i < 100; i++) {
      int sent = limit.now();
      int sentIn = limit.roundTrip();
      IntStream.range(0, sent / 100).forEach(j -> limit.throttled(sentIn));
      IntStream.range(sent / 100, sent).forEach(j -> limit.succeeded(sent));
      assertThat(limit.now()).isGreaterThan(240);
    }
  }

  @Test
  void stopsItsClimbWhereAnswersOnlyWaitForEachOther() {
    AdaptiveLimit limit = new AdaptiveLimit(1_024);
    IntStream.range(0, 10).forEach(i -> roundTrip(limit, 1));
    int highest = 0;
    for (int i = 0; i < 100; i++) {
      roundTrip(limit, 64, 50);
      highest = Math.max(highest, limit.now());
    }
    assertThat(highest).isBetween(64, 256);
    assertThat(limit.now()).isGreaterThanOrEqualTo(64);
  }

  @Test
  void whatBoundsTheRequestsOtherwiseDoesNotRaiseIt() {
    AdaptiveLimit limit = new AdaptiveLimit(100);
    roundTrip(limit, 0);
    IntStream.range(0, 1_000).forEach(i -> limit.succeeded(3));
    assertThat(limit.now()).isEqualTo(50);
  }
}
