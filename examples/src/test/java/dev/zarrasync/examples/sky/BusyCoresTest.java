package dev.zarrasync.examples.sky;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BusyCoresTest {

  private static final long MILLI = 1_000_000;
  private static final long CPU_STEP = 10 * MILLI;

  @Test
  void finerSamplesDoNotShowTheStepsOfTheCpuTime() {
    BusyCores cores = new BusyCores(0, 0);
    for (long time = 7 * MILLI; time < 1_000 * MILLI; time += 7 * MILLI) {
      double busy = cores.at(time, time / CPU_STEP * CPU_STEP);
      assertThat(busy).isCloseTo(1, within(time < 100 * MILLI ? 1 : 0.12));
    }
  }

  @Test
  void whatHappenedBeforeIsForgotten() {
    BusyCores cores = new BusyCores(0, 0);
    for (long time = 10 * MILLI; time <= 500 * MILLI; time += 10 * MILLI) {
      cores.at(time, 4 * time);
    }
    long cpu = 4 * 500 * MILLI;
    for (long time = 510 * MILLI; time < 600 * MILLI; time += 10 * MILLI) {
      assertThat(cores.at(time, cpu)).isBetween(0.3, 4.0);
    }
    assertThat(cores.at(600 * MILLI, cpu)).isZero();
  }
}
