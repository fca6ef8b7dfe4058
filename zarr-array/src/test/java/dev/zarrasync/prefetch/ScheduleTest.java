package dev.zarrasync.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.fetch.internal.Workers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousand orders of events: in none of them is anything read that was not there. */
class ScheduleTest {

  private static final int SCHEDULES = 1_000;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void everyReadAndEveryReportFitsTheHistory(int thousand) throws Exception {
    // On a thread of the engine nothing is handed to another: a seed is one order of events.
    int reads = Workers.call(() -> run(thousand)).get(120, TimeUnit.SECONDS);
    assertThat(reads).isGreaterThan(SCHEDULES);
  }

  private static int run(int thousand) {
    int reads = 0;
    for (int i = 0; i < SCHEDULES; i++) {
      long seed = (long) thousand * SCHEDULES + i;
      try {
        reads += new Schedule(seed).run();
      } catch (AssertionError e) {
        throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
      }
    }
    return reads;
  }
}
