package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.StyleResults.Style;
import dev.zarrasync.benchmarks.Track.Limits;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the array of large chunks in several styles: how much memory each takes over time. */
final class Styles {

  /** The first is sequential, which the others are compared with. */
  static final List<Contestant> ALL =
      List.of(Contestant.LOOP, Contestant.POOL, Contestant.DROP_IN, Contestant.EXACT);

  /** How much heap above the values is tried at most. */
  static final int MOST_MIB = 2_048;

  /** A read with too little heap may go on for long, collecting garbage. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final int STEP_MIB = 8;

  private final Track track;
  private final int mostMiB;
  private final PrintStream out;

  Styles(Track track, int mostMiB, PrintStream out) {
    this.track = track;
    this.mostMiB = mostMiB;
    this.out = out;
  }

  StyleResults run(List<Contestant> contestants) throws IOException {
    Workload workload = Workload.slab(track.scale());
    out.printf("%nMemory of styles: %s%n", workload.title());
    List<Style> styles = new ArrayList<>();
    for (Contestant contestant : contestants) {
      Run run = track.run(contestant, workload, workload.region(), limits(track.scale().heapMiB()));
      Style style = new Style(contestant.title(), leastHeap(contestant, workload), run);
      styles.add(style);
      out.printf(
          Locale.ROOT,
          "  %-26s %8.3f s, least heap %d MiB%n",
          style.title(),
          run.measured().wallSeconds(),
          style.leastHeapMiB());
    }
    return new StyleResults(workload.title(), workload.server(), workload.data().bytes(), styles);
  }

  /** Without a bound of bandwidth, which makes many tries take long and leaves memory as it is. */
  private int leastHeap(Contestant contestant, Workload workload) throws IOException {
    int payload = (int) (workload.data().bytes() >> 20);
    int least = 1;
    int most = mostMiB / STEP_MIB;
    if (!fits(contestant, workload, payload + mostMiB)) {
      return 0;
    }
    while (least < most) {
      int middle = (least + most) / 2;
      if (fits(contestant, workload, payload + middle * STEP_MIB)) {
        most = middle;
      } else {
        least = middle + 1;
      }
    }
    return payload + most * STEP_MIB;
  }

  /** Without a warm-up: memory is that of one read. */
  private static Limits limits(int heapMiB) {
    return new Limits(heapMiB, -1, PATIENCE);
  }

  private boolean fits(Contestant contestant, Workload workload, int heapMiB) throws IOException {
    try {
      Run unused = track.run(contestant, workload.unbounded(), workload.region(), limits(heapMiB));
      return true;
    } catch (FailedRunException e) {
      return false;
    }
  }
}
