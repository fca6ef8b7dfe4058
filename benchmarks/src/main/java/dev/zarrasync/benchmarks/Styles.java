package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.StyleResults.Style;
import dev.zarrasync.benchmarks.Track.Limits;
import dev.zarrasync.benchmarks.server.Protocol;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the array of large chunks in several styles: how much memory each takes over time. */
final class Styles {

  /** A contestant, over a protocol. */
  record Way(Contestant contestant, Protocol protocol) {

    String title() {
      return contestant.title()
          + switch (protocol) {
            case S3, FILE -> "";
            case HTTP_1_1 -> ", HTTP/1.1";
            case HTTP_2 -> ", HTTP/2";
            case TLS -> ", TLS";
          };
    }
  }

  /** The first is sequential, which the others are compared with. */
  static final List<Way> ALL =
      List.of(
          new Way(Contestant.LOOP, Protocol.S3),
          new Way(Contestant.POOL, Protocol.S3),
          new Way(Contestant.DROP_IN, Protocol.S3),
          new Way(Contestant.EXACT, Protocol.S3),
          new Way(Contestant.CACHED, Protocol.S3),
          new Way(Contestant.BOUNDED, Protocol.S3),
          new Way(Contestant.CACHED, Protocol.HTTP_2),
          new Way(Contestant.BOUNDED, Protocol.HTTP_2),
          new Way(Contestant.CACHED, Protocol.TLS),
          new Way(Contestant.BOUNDED, Protocol.HTTP_1_1));

  /** How many of them are in the picture. */
  static final int DRAWN = 4;

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

  StyleResults run(List<Way> ways) throws Exception {
    Workload slab = Workload.slab(track.scale());
    out.printf("%nMemory of styles: %s%n", slab.title());
    List<Style> styles = new ArrayList<>();
    for (Way way : ways) {
      Workload workload = way.protocol == Protocol.S3 ? slab : slab.through(way.protocol);
      track.write(workload);
      Run run = read(way, workload, Limits.heap(track.scale().heapMiB()));
      int least = leastHeap(way, workload.unbounded());
      Run kept = styles.size() < DRAWN ? run : new Run(run.measured().summary(), run.counts());
      Style style = new Style(way.title(), least, nativeBytes(way, workload, least), kept);
      styles.add(style);
      out.printf(
          Locale.ROOT,
          "  %-40s %8.3f s, least heap %d MiB%n",
          style.title(),
          run.measured().wallSeconds(),
          least);
    }
    return new StyleResults(
        null, slab.title(), slab.conditions().toString(), slab.data().bytes(), styles);
  }

  /** Without a bound of bandwidth, which makes many tries take long and leaves memory as it is. */
  private int leastHeap(Way way, Workload unbounded) throws IOException {
    int payload = (int) (unbounded.data().bytes() >> 20);
    int least = 1;
    int most = mostMiB / STEP_MIB;
    if (!fits(way, unbounded, payload + mostMiB)) {
      return 0;
    }
    while (least < most) {
      int middle = (least + most) / 2;
      if (fits(way, unbounded, payload + middle * STEP_MIB)) {
        most = middle;
      } else {
        least = middle + 1;
      }
    }
    return payload + most * STEP_MIB;
  }

  private boolean fits(Way way, Workload workload, int heapMiB) throws IOException {
    try {
      Run unused = read(way, workload, Limits.heap(heapMiB));
      return true;
    } catch (FailedRunException e) {
      return false;
    }
  }

  /** By how much memory grows beside the heap, all of which is resident before the read. */
  private long nativeBytes(Way way, Workload workload, int heapMiB) throws IOException {
    List<String> options = new ArrayList<>(Limits.heap(heapMiB));
    options.addAll(List.of("-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1"));
    try {
      Long grown = read(way, workload, options).measured().grownRssBytes();
      return grown == null ? 0 : grown;
    } catch (FailedRunException e) {
      // The heap was enough a moment ago, but hardly.
      return 0;
    }
  }

  private Run read(Way way, Workload workload, List<String> options) throws IOException {
    Limits limits = new Limits(options, -1, 0, PATIENCE);
    return track.run(way.contestant, workload, workload.regions(), limits).get(0);
  }
}
