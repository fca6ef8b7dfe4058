package dev.zarrasync.benchmarks;

import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.benchmarks.server.Protocol;
import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.memory.MemoryStore;
import dev.zarrasync.s3.S3Store;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.tasks.RegionTasks;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Region tasks on chunks that come late, a few at a time: by how much they take longer than the
 * slower of fetching alone and computing alone.
 */
final class TasksBesideFetching {

  private static final double MOST = 1.15;
  private static final int ROUNDS = 3;
  private static final int AT_ONCE = 8;
  private static final Duration DELAY = Duration.ofMillis(20);

  /** How long computing takes, of the time of fetching. */
  private static final double[] SHARES = {0.5, 1, 2};

  private final Lab lab;

  TasksBesideFetching(Lab lab) {
    this.lab = lab;
  }

  void run() throws Exception {
    lab.warmUp();
    lab.server.answerAfter(DELAY, 0);
    try (S3Store late =
            Ours.builder(lab.server.endpoint(Protocol.S3)).maxInFlight(AT_ONCE).build();
        MemoryStore here = new MemoryStore()) {
      lab.copyTo(here);
      double perSecond = stepsPerSecond();
      double fetch = seconds(late, 0);
      Table table = new Table("computing", "fetching s", "computing s", "both s", "× the longer");
      double worst = 0;
      for (double share : SHARES) {
        int workers = Runtime.getRuntime().availableProcessors();
        long steps = (long) (share * fetch * workers * perSecond / lab.keys.size());
        double compute = seconds(here, steps);
        double both = seconds(late, steps);
        double ratio = both / Math.max(fetch, compute);
        worst = Math.max(worst, ratio);
        table.add(
            Page.format("%.1f × fetching", share),
            Page.format("%.3f", fetch),
            Page.format("%.3f", compute),
            Page.format("%.3f", both),
            Page.format("%.2f", ratio));
      }
      lab.page
          .heading(
              "Tasks on %,d chunks, %d ms, %d at a time",
              lab.keys.size(), DELAY.toMillis(), AT_ONCE)
          .paragraph("Medians of %d runs.", ROUNDS)
          .table(table);
      lab.page.requirement(
          Page.format("at most %.2f of the longer of the two; it was %.2f", MOST, worst),
          worst <= MOST);
    }
  }

  /** Returns the median of a few runs, before which one does not count. */
  private double seconds(AsyncStore store, long stepsPerChunk) throws Exception {
    AsyncArray array =
        AsyncArray.open(store, lab.path(), ArrayOptions.DEFAULT.listPolicy(ListPolicy.NEVER)).get();
    int chunk = array.metadata().chunks()[0];
    RegionTasks tasks = RegionTasks.builder(array).build();
    double[] seconds = new double[ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      double each =
          Lab.seconds(
              () ->
                  tasks
                      .map((piece, values) -> burn(stepsPerChunk * piece.shape()[0] / chunk))
                      .get());
      if (round >= 0) {
        seconds[round] = each;
      }
    }
    Arrays.sort(seconds);
    return seconds[ROUNDS / 2];
  }

  private static double stepsPerSecond() {
    long steps = 200_000_000;
    long warm = burn(steps);
    long start = System.nanoTime();
    if (burn(steps) != warm) { // Which nobody may leave out.
      throw new AssertionError();
    }
    return steps / ((System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1));
  }

  private static long burn(long steps) {
    long state = 1;
    for (long i = 0; i < steps; i++) {
      state = state * 6_364_136_223_846_793_005L + i;
    }
    return state;
  }
}
