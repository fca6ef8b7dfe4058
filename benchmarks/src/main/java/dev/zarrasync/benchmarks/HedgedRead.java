package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.Lab.Task;
import dev.zarrasync.benchmarks.server.Protocol;
import dev.zarrasync.fetch.FetchStatistics;
import dev.zarrasync.s3.S3Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Reads of a server of which one answer in a hundred is slow, with and without second requests. */
final class HedgedRead {

  private static final double MOST_EXTRA = 0.05;
  private static final int ROUNDS = 7;

  /** As many as a store sends at once, so that none waits for its turn. */
  private static final int AT_ONCE = 256;

  private final Lab lab;
  private final Duration slow;

  HedgedRead(Lab lab) {
    this.lab = lab;
    this.slow = lab.scale.hardship().slow();
  }

  void run() throws Exception {
    lab.warmUp();
    Duration delay = lab.scale.tinyDelay();
    lab.server.answerAfter(delay, 0);
    String trouble = "slowEvery=100&slow=" + slow.minus(delay).toMillis();
    try (S3Store plain = Ours.open(lab.server);
        S3Store hedged = Ours.builder(lab.server.endpoint(Protocol.S3)).hedging(true).build()) {
      List<Lane> lanes = List.of(new Lane("as it comes", plain), new Lane("hedged", hedged));
      // The first does not count: then each store knows how long gets take.
      for (int round = 0; round <= ROUNDS; round++) {
        for (Lane lane : lanes) {
          // Counts requests from 0 again.
          lab.server.trouble(trouble);
          lane.read(round > 0);
          lab.server.trouble(trouble);
          lane.get(round > 0);
        }
      }
      Table table = new Table("", "`ZarrArray.read` s", "gets p50 s", "p99 s", "p99.9 s", "max s");
      lanes.forEach(lane -> lane.addTo(table));
      lab.page
          .heading(
              "%,d chunks, %d ms, but %d ms for the first of each 100 requests",
              lab.keys.size(), delay.toMillis(), slow.toMillis())
          .paragraph("Medians of %d reads; gets are 256 at a time.", ROUNDS)
          .table(table);
      requireFew(hedged.fetchStatistics());
    } finally {
      lab.server.trouble("");
    }
  }

  private final class Lane {
    private final String name;
    private final S3Store store;
    private final Task read;
    private final List<Double> reads = new ArrayList<>();
    private final List<Double> gets = new ArrayList<>();

    Lane(String name, S3Store store) throws Exception {
      this.name = name;
      this.store = store;
      this.read = lab.read(store);
    }

    void read(boolean counts) throws Exception {
      double seconds = Lab.seconds(read);
      if (counts) {
        reads.add(seconds);
      }
    }

    /** From the call on. */
    void get(boolean counts) {
      Queue<Double> times = new ConcurrentLinkedQueue<>();
      for (int from = 0; from < lab.keys.size(); from += AT_ONCE) {
        List<String> some = lab.keys.subList(from, Math.min(from + AT_ONCE, lab.keys.size()));
        long start = System.nanoTime();
        List<CompletableFuture<Void>> done =
            store.getItems(some).values().stream()
                .map(get -> get.thenAccept(x -> times.add((System.nanoTime() - start) / 1e9)))
                .toList();
        done.forEach(CompletableFuture::join);
      }
      if (counts) {
        gets.addAll(times);
      }
    }

    void addTo(Table table) {
      table.add(
          name,
          within(0.5, reads),
          within(0.5, gets),
          within(0.99, gets),
          within(0.999, gets),
          within(1, gets));
    }
  }

  /** Returns the time within which this share was answered. */
  private static String within(double share, List<Double> times) {
    List<Double> sorted = times.stream().sorted().toList();
    return Page.format("%.3f", sorted.get((int) Math.ceil(share * sorted.size()) - 1));
  }

  private void requireFew(FetchStatistics statistics) {
    double extra = statistics.hedges() / (double) (statistics.requests() - statistics.hedges());
    lab.page.requirement(
        Page.format(
            "at most %.0f %% more requests by hedging; there were %.1f %%",
            100 * MOST_EXTRA, 100 * extra),
        extra <= MOST_EXTRA);
  }
}
