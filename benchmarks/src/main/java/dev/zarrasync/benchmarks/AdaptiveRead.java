package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.Lab.Task;
import dev.zarrasync.benchmarks.server.Protocol;
import dev.zarrasync.fetch.FetchStatistics;
import dev.zarrasync.s3.S3Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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

  AdaptiveRead(Lab lab) {
    this.lab = lab;
  }

  void run() throws Exception {
    lab.warmUp();
    lab.server.answerAfter(SERVICE, 0);
    run(true);
    run(false);
    lab.server.trouble("");
  }

  private void run(boolean refuses) throws Exception {
    serve(CAPACITY, refuses);
    List<Measured> fixed = new ArrayList<>();
    for (int limit : LIMITS) {
      try (S3Store store =
          Ours.builder(lab.server.endpoint(Protocol.S3)).maxInFlight(limit).build()) {
        fixed.add(measure("at most " + limit, store));
      }
    }
    double best = fixed.stream().map(Measured::rate).max(Comparator.naturalOrder()).orElseThrow();
    Table table =
        new Table(
            "limit", "start", "end", "chunks/s", "× best", "requests", "retries", "throttles");
    fixed.forEach(each -> add(table, each, best));
    Measured above = fromAbove();
    Measured below = fromBelow(refuses);
    add(table, above, best);
    add(table, below, best);
    lab.page
        .heading(
            "%,d chunks %d times, %d served at once in %d ms, more are %s",
            lab.keys.size(),
            lab.scale.hardship().reads(),
            CAPACITY,
            SERVICE.toMillis(),
            refuses ? "refused" : "queued")
        .table(table)
        .requirement(
            Page.format("at least %.1f of the best, from above and from below", LEAST),
            Math.min(above.rate, below.rate) >= LEAST * best);
  }

  private Measured fromAbove() throws Exception {
    try (S3Store store = Ours.open(lab.server)) {
      return measure("from above", store);
    }
  }

  /** The climb is a part of what is measured. */
  private Measured fromBelow(boolean refuses) throws Exception {
    try (S3Store store = Ours.open(lab.server)) {
      serve(SMALL_CAPACITY, true);
      Lab.getAll(store, lab.keys.subList(0, Math.min(KEYS_AT_SMALL_CAPACITY, lab.keys.size())));
      serve(CAPACITY, refuses);
      return measure("from below", store);
    }
  }

  private void serve(int capacity, boolean refuses) throws Exception {
    lab.server.trouble("capacity=" + capacity + "&refuse=" + refuses);
  }

  private Measured measure(String name, S3Store store) throws Exception {
    int reads = lab.scale.hardship().reads();
    Task read = lab.read(store);
    System.gc();
    FetchStatistics before = store.fetchStatistics();
    double seconds = 0;
    for (int i = 0; i < reads; i++) {
      seconds += Lab.seconds(read);
    }
    return new Measured(name, before, reads * lab.keys.size() / seconds, store.fetchStatistics());
  }

  private static void add(Table table, Measured measured, double best) {
    FetchStatistics before = measured.before();
    FetchStatistics after = measured.after();
    table.add(
        measured.name(),
        Integer.toString(before.limit()),
        Integer.toString(after.limit()),
        Page.format("%,.0f", measured.rate()),
        Page.format("%.2f", measured.rate() / best),
        Page.format("%,d", after.requests() - before.requests()),
        Page.format("%,d", after.retries() - before.retries()),
        Page.format("%,d", after.throttles() - before.throttles()));
  }
}
