package dev.zarrasync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadMeterTest {

  private final AtomicLong steps = new AtomicLong();

  private final ReadMeter meter =
      new ReadMeter(
          new Meter() {
            @Override
            public void total(long count) {}

            @Override
            public void step(long count, long bytes) {
              steps.addAndGet(count);
            }

            @Override
            public void close() {}
          });

  /** The chunks of a shard that is known to be missing are. */
  @Test
  void chunksMayBeDoneTogether() {
    meter.update(1, 5, 0);
    meter.update(5, 5, 0);
    assertThat(steps).hasValue(5);
  }

  @Test
  void threadsMayOvertakeEachOther() {
    meter.update(3, 3, 0);
    meter.update(1, 3, 0);
    meter.update(2, 3, 0);
    assertThat(steps).hasValue(3);
  }

  @Test
  void theNextReadIsCountedFromItsStart() {
    meter.update(2, 2, 0);
    meter.next();
    meter.update(1, 3, 0);
    assertThat(steps).hasValue(3);
  }
}
