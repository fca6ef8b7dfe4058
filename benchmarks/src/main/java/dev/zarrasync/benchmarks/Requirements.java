package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.Measurement.Used;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What is required of our reads: mostly ratios of figures of one run. */
final class Requirements {

  /** How many seconds the first read of a process may take longer than settled ones. */
  private static final double START_SECONDS = 1;

  /**
   * A requirement.
   *
   * @param what it is of
   * @param most how much it may be
   * @param figure what it is; NaN if it was not measured
   */
  private record Requirement(String what, double most, ToDoubleFunction<Results> figure) {}

  private static final List<Requirement> ALL =
      List.of(
          new Requirement(
              "`getItems` of tiny chunks, CPU, over that of CRT HTTP",
              1.6,
              all -> ratio(all, "tiny", Contestant.ITEMS, Contestant.BARE_CRT, Entry::cpuSeconds)),
          new Requirement(
              "HTTP/2, 512 in flight, over TensorStore (HTTP/1.1)",
              0.85,
              all -> overTensorStore(all, "tiny-h2-512")),
          new Requirement(
              "HTTP/2 with TLS, 512 in flight, over TensorStore",
              0.85,
              all -> overTensorStore(all, "tiny-tls-512")),
          new Requirement(
              "HTTP/1.1, `HttpStore`, 512 in flight, over TensorStore",
              0.95,
              all -> overTensorStore(all, "tiny-http-512")),
          new Requirement(
              "HTTP/1.1, `S3Store`, 512 in flight, over TensorStore",
              0.95,
              all -> overTensorStore(all, "tiny-512")),
          new Requirement(
              "HTTP/1.1, `HttpStore` as it comes, over TensorStore with 256 in flight",
              1,
              all -> overTensorStore(all, "tiny-http")),
          new Requirement("tiny, exact plan, over the floor", 1.25, all -> overFloor(all, "tiny")),
          new Requirement(
              "tiny, exact plan, first read: seconds more than 1.25 of the floor",
              START_SECONDS,
              all -> start(all, "tiny", 1.25)),
          new Requirement("slab, exact plan, over the floor", 2.2, all -> overFloor(all, "slab")),
          new Requirement(
              "slab over HTTP/1.1, exact plan, over the floor",
              2.2,
              all -> overFloor(all, "slab-http")),
          new Requirement(
              "sparse, exact plan, over `getItems` of every key",
              0.5,
              all -> ratio(all, "sparse", Contestant.EXACT, Contestant.ITEMS, Entry::wallSeconds)),
          new Requirement(
              "shards, array without JZarr, over the best peer",
              1,
              all -> overPeers(all, "shards")),
          new Requirement(
              "a window of each shard, the same", 1, all -> overPeers(all, "shards-window")),
          new Requirement(
              "chunks here and there in shards, the same",
              1,
              all -> overPeers(all, "shards-random")),
          new Requirement(
              "tiles by Zstandard, exact plan, over TensorStore",
              1,
              all -> overTensorStore(all, "tiles-zstd")),
          new Requirement(
              "vast, exact plan, requests",
              400,
              all ->
                  figure(
                      all, "vast", Contestant.EXACT, entry -> entry.median().counts().requests())),
          new Requirement(
              "HTTP/2, exact plan, connections",
              8,
              all ->
                  figure(
                      all,
                      "tiny-h2-512",
                      Contestant.EXACT,
                      entry -> entry.median().counts().connections())),
          new Requirement(
              "faults, exact plan, over the same without",
              1.3,
              all -> wall(all, "faults") / wall(all, "tiny")),
          new Requirement(
              "slab, exact plan, MiB of heap above the values", 64, Requirements::heapAboveValues),
          first("tiny", Contestant.TENSORSTORE, 1.5),
          settled("tiny", Contestant.TENSORSTORE, 0.95),
          first("tiny-http", Contestant.TENSORSTORE, 1.2),
          settled("tiny-http", Contestant.TENSORSTORE, 0.7),
          first("tiles", Contestant.TENSORSTORE, 1.8),
          settled("tiles", Contestant.TENSORSTORE, 1),
          new Requirement(
              "tiles, exact plan, CPU, over TensorStore",
              1.2,
              all ->
                  ratio(all, "tiles", Contestant.EXACT, Contestant.TENSORSTORE, Entry::cpuSeconds)),
          first("slab", Contestant.TENSORSTORE, 1.6),
          settled("slab", Contestant.TENSORSTORE, 0.95),
          new Requirement(
              "slab, exact plan, -Xmx1200m, first read: MiB of peak RSS above the values",
              200,
              Requirements::rssAboveValues),
          first("sparse", Contestant.TENSORSTORE, 1),
          settled("sparse", Contestant.TENSORSTORE, 0.5),
          first("write", Contestant.TENSORSTORE, 2),
          settled("write", Contestant.TENSORSTORE, 1.1),
          first("local-tiny", Contestant.STOCK, 1.1),
          settled("local-tiny", Contestant.STOCK, 1),
          settled("local-tiles", Contestant.TENSORSTORE, 1),
          new Requirement(
              "tiny, exact plan, first read: classes that are loaded",
              2_000,
              all -> figure(all, "tiny", Contestant.EXACT, Requirements::classes)),
          started("--help", 0.2),
          started("info", 0.35));

  private static Requirement started(String command, double most) {
    return new Requirement(
        "command line, `" + command + "`, whole process, seconds",
        most,
        all -> all.starts() == null ? Double.NaN : all.starts().median(command));
  }

  private static Requirement first(String workload, Contestant other, double most) {
    return new Requirement(
        workload + ", exact plan, first, over " + other.title(),
        most,
        all -> ratio(all, workload, Contestant.EXACT, other, Requirements::first));
  }

  private static Requirement settled(String workload, Contestant other, double most) {
    return new Requirement(
        workload + ", exact plan, settled, over " + other.title(),
        most,
        all -> ratio(all, workload, Contestant.EXACT, other, Entry::wallSeconds));
  }

  private Requirements() {}

  /** Says of each that was measured whether it holds. */
  static Table of(Results results) {
    Table table =
        new Table("settled reads, where nothing else is said", "measured", "at most", "held");
    for (Requirement each : ALL) {
      double figure = each.figure.applyAsDouble(results);
      if (!Double.isNaN(figure)) {
        table.add(
            each.what,
            Page.format("%.2f", figure),
            Page.format("%.2f", each.most),
            Page.held(figure <= each.most));
      }
    }
    return table;
  }

  private static double overTensorStore(Results all, String workload) {
    return ratio(all, workload, Contestant.EXACT, Contestant.TENSORSTORE, Entry::wallSeconds);
  }

  private static double ratio(
      Results all, String workload, Contestant ours, Contestant other, ToDoubleFunction<Entry> of) {
    return figure(all, workload, ours, of) / figure(all, workload, other, of);
  }

  private static double overPeers(Results all, String workload) {
    double best =
        named(all, workload).stream()
            .flatMap(result -> result.entries().stream())
            .filter(entry -> entry.ran() && entry.kind() == Contestant.Kind.PEER)
            .mapToDouble(Entry::wallSeconds)
            .min()
            .orElse(Double.NaN);
    return figure(all, workload, Contestant.ARRAY, Entry::wallSeconds) / best;
  }

  private static double overFloor(Results all, String workload) {
    return wall(all, workload) / floor(all, workload);
  }

  private static double start(Results all, String workload, double most) {
    return figure(all, workload, Contestant.EXACT, Requirements::first)
        - most * floor(all, workload);
  }

  private static double first(Entry entry) {
    Used first = entry.fresh(0);
    return first == null ? Double.NaN : first.wallSeconds();
  }

  private static double classes(Entry entry) {
    return entry.classes() == null ? Double.NaN : entry.classes();
  }

  private static double rssAboveValues(Results all) {
    double values = named(all, "slab").map(WorkloadResult::valueBytes).orElse(0L);
    return figure(
        all,
        "slab",
        Contestant.SMALL_HEAP,
        entry -> {
          Used first = entry.fresh(0);
          return first == null || first.peakRssBytes() == 0
              ? Double.NaN
              : (first.peakRssBytes() - values) / (1 << 20);
        });
  }

  private static double heapAboveValues(Results all) {
    StyleResults styles = all.styles();
    return styles == null
        ? Double.NaN
        : styles.styles().stream()
            .filter(style -> style.title().equals(Contestant.EXACT.title()))
            .mapToDouble(styles::heapAbovePayload)
            .findFirst()
            .orElse(Double.NaN);
  }

  private static double wall(Results all, String workload) {
    return figure(all, workload, Contestant.EXACT, Entry::wallSeconds);
  }

  private static double floor(Results all, String workload) {
    return named(all, workload).map(WorkloadResult::floor).orElse(Double.NaN);
  }

  private static double figure(
      Results all, String workload, Contestant contestant, ToDoubleFunction<Entry> of) {
    return named(all, workload).stream()
        .flatMap(result -> result.entries().stream())
        .filter(entry -> entry.ran() && entry.title().equals(contestant.title()))
        .mapToDouble(of)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static Optional<WorkloadResult> named(Results all, String workload) {
    return all.workloads().stream().filter(each -> each.name().equals(workload)).findFirst();
  }
}
