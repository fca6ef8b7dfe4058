package dev.zarrasync.cli.waterfall;

import java.util.ArrayList;
import java.util.List;

/** Waterfalls with times that are easy to check. */
final class Sample {

  private static final long MILLI = 1_000_000;

  private Sample() {}

  /** 1 ms queued, 5 ms waiting, 2 ms receiving. */
  static Bar bar(String key, long start, int attempt, boolean hedge, String outcome) {
    long at = start * MILLI;
    return new Bar(
        "GET", key, "", attempt, hedge, at, MILLI, 5 * MILLI, 0, 2 * MILLI, 100, outcome,
        List.of());
  }

  /** Three chunks: one fails and is sent again, one is hedged, one is decoded for 3 ms. */
  static Waterfall troubled() {
    List<Bar> bars = new ArrayList<>();
    bars.add(
        bar("a/0.0", 0, 1, false, "FOUND").with(new Decoding("worker", 9 * MILLI, 3 * MILLI, 400)));
    bars.add(bar("a/<script>", 0, 1, false, "THROTTLED"));
    bars.add(bar("a/0.2", 0, 1, false, "CANCELLED"));
    bars.add(bar("a/0.2", 5, 1, true, "FOUND"));
    bars.add(bar("a/<script>", 20, 2, false, "FOUND"));
    return new Waterfall("https://host/a/", "[3] at [0]", 0, 28 * MILLI, bars);
  }

  static Waterfall of(int requests) {
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      bars.add(bar("a/" + i, i, 1, false, "FOUND"));
    }
    return new Waterfall("https://host/a/", "[9] at [0]", 0, requests * MILLI, bars);
  }
}
