package dev.zarrasync.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleTest {

  @Test
  void itIsInTheMiddleAndGrowsAlongTheLastDimension() {
    Sample sample = Sample.middle(new long[] {100, 100}, new int[] {10, 10}, 25);
    assertThat(sample).hasToString("[20, 100] at [40, 0]");
    assertThat(sample.chunks()).isEqualTo(20);
  }

  @Test
  void itIsAllOfASmallArray() {
    Sample sample = Sample.middle(new long[] {3, 4}, new int[] {2, 3}, 64);
    assertThat(sample).hasToString("[3, 4] at [0, 0]");
    assertThat(sample.chunks()).isEqualTo(4);
  }

  @Test
  void itDoesNotReachOverTheEdge() {
    assertThat(Sample.middle(new long[] {7}, new int[] {3}, 2)).hasToString("[6] at [0]");
    assertThat(Sample.middle(new long[] {4}, new int[] {3}, 2)).hasToString("[4] at [0]");
    assertThat(Sample.middle(new long[] {2_000_000_000}, new int[] {7}, 1).shape()[0]).isEqualTo(7);
  }
}
