package dev.zarrasync.cli.waterfall;

import java.util.List;

/**
 * What the requests of a read did when. Times are in nanoseconds since the first one was ready to
 * be sent.
 *
 * @param array the URL of the array
 * @param region what was read of it
 * @param readStart when the read of the region began: before that, the array was opened
 * @param readEnd when it ended
 * @param bars the requests, in the order in which they were sent
 */
public record Waterfall(String array, String region, long readStart, long readEnd, List<Bar> bars) {

  /** When the last of it ended. */
  long end() {
    return Math.max(1, Math.max(readEnd, bars.stream().mapToLong(Bar::end).max().orElse(0)));
  }

  long bytes() {
    return bars.stream().mapToLong(Bar::bytes).sum();
  }

  long count(Mark mark) {
    return bars.stream().filter(bar -> bar.has(mark)).count();
  }
}
