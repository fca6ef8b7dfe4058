package dev.zarrasync.benchmarks.bare;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.fetch.FetchStatistics;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Reads of a server that serves few requests at once: how near the limit that a store finds comes
 * to the best that one could set.
 */
final class AdaptiveRead {

  private static final int CAPACITY = 64;
  private static final Duration SERVICE = Duration.ofMillis(50);
  private static final double LEAST = 0.8;

  /** Up to the capacity a limit is fixed. Stores adapt those above: the last is the default. */
  private static final List<Integer> LIMITS = List.of(16, 32, 64, 128, 256);

  private static final int SMALL_CAPACITY = 4;
  private static final int KEYS_AT_SMALL_CAPACITY = 256;

  private record Measured(
      String name, FetchStatistics before, double rate, FetchStatistics after) {}

  private final Lab lab;
  private final SmallArray array;

  AdaptiveRead(Lab lab) throws Exception {
    this.lab = lab;
    this.array = lab.writeSmallAndWarmUp();
  }

  void run() throws Exception {
    lab.server().answerAfter(SERVICE, 0);
    run(true);
    run(false);
    lab.server().trouble("");
  }

  private void run(boolean refuses) throws Exception {
    lab.report()
        .title(
            Report.format(
                "%,d chunks %d times, %d served at once in %d ms, more are %s",
                array.chunks(),
                lab.scale().hardship().reads(),
                CAPACITY,
                SERVICE.toMillis(),
                refuses ? "refused" : "queued"));
    serve(CAPACITY, refuses);
    List<Measured> fixed = new ArrayList<>();
    for (int limit : LIMITS) {
      try (S3Store store = Ours.builder(lab.endpoint()).cacheBytes(0).maxInFlight(limit).build()) {
        fixed.add(measure("at most " + limit, store));
      }
    }
    double best = fixed.stream().map(Measured::rate).max(Comparator.naturalOrder()).orElseThrow();
    Table table =
        new Table(
            "limit",
            "start",
            "end",
            "chunks/s",
            "x best",
            "requests",
            "retries",
            "throttles",
            "required",
            "held");
    fixed.forEach(each -> add(table, each, best, ""));
    add(table, fromAbove(), best, ">= " + LEAST);
    add(table, fromBelow(refuses), best, ">= " + LEAST);
    lab.report().table(table);
  }

  private Measured fromAbove() throws Exception {
    try (S3Store store = Ours.open(lab.endpoint())) {
      return measure("from above", store);
    }
  }

  /** The climb is a part of what is measured. */
  private Measured fromBelow(boolean refuses) throws Exception {
    try (S3Store store = Ours.open(lab.endpoint())) {
      serve(SMALL_CAPACITY, true);
      List<String> keys = array.keys();
      store
          .getItems(keys.subList(0, Math.min(KEYS_AT_SMALL_CAPACITY, keys.size())))
          .values()
          .forEach(CompletableFuture::join);
      serve(CAPACITY, refuses);
      return measure("from below", store);
    }
  }

  private void serve(int capacity, boolean refuses) throws Exception {
    lab.server().trouble("capacity=" + capacity + "&refuse=" + refuses);
  }

  private Measured measure(String name, S3Store store) throws Exception {
    int reads = lab.scale().hardship().reads();
    ZarrArray opened = JZarrs.openArray(store, SmallArray.PATH);
    System.gc();
    FetchStatistics before = store.fetchStatistics();
    long start = System.nanoTime();
    for (int i = 0; i < reads; i++) {
      array.read(opened);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Measured(name, before, reads * array.chunks() / seconds, store.fetchStatistics());
  }

  private static void add(Table table, Measured measured, double best, String required) {
    FetchStatistics before = measured.before();
    FetchStatistics after = measured.after();
    table.add(
        measured.name(),
        Integer.toString(before.limit()),
        Integer.toString(after.limit()),
        Report.format("%,.0f", measured.rate()),
        Report.format("%.2f", measured.rate() / best),
        Report.format("%,d", after.requests() - before.requests()),
        Report.format("%,d", after.retries() - before.retries()),
        Report.format("%,d", after.throttles() - before.throttles()),
        required,
        required.isEmpty() ? "" : Report.held(measured.rate() >= LEAST * best));
  }
}
