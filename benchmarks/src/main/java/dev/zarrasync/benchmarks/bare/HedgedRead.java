package dev.zarrasync.benchmarks.bare;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.benchmarks.bare.Contestant.Kind;
import dev.zarrasync.benchmarks.bare.Contestant.Task;
import dev.zarrasync.fetch.FetchStatistics;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import java.time.Duration;
import java.util.List;

/** Reads of a server of which one answer in a hundred is slow, with and without second requests. */
final class HedgedRead {

  private static final double MOST_EXTRA = 0.05;

  private final Lab lab;
  private final SmallArray array;
  private final Duration delay;
  private final Duration slow;

  HedgedRead(Lab lab) throws Exception {
    this.lab = lab;
    this.array = lab.writeSmallAndWarmUp();
    this.delay = lab.scale().smallDelays().get(0);
    this.slow = lab.scale().hardship().slow();
  }

  void run() throws Exception {
    lab.report()
        .title(
            Report.format(
                "%,d chunks, %d ms, but %d ms for the first of each 100 requests",
                array.chunks(), delay.toMillis(), slow.toMillis()));
    try (S3Store plain = Ours.open(lab.endpoint());
        S3Store hedged = Ours.builder(lab.endpoint()).cacheBytes(0).hedging(true).build()) {
      GetTimes plainTimes = new GetTimes(plain, array.keys());
      GetTimes hedgedTimes = new GetTimes(hedged, array.keys());
      // One round before those that count: then each store knows how long gets take.
      List<Result> results =
          lab.race(delay, 0, 1)
              .run(
                  List.of(
                      contestant("ZarrArray.read", Kind.BARE, read(plain)),
                      contestant("ZarrArray.read, hedged", Kind.OTHER, read(hedged)),
                      contestant("getItems of 256 at a time", Kind.OTHER, plainTimes::run),
                      contestant("the same, hedged", Kind.OTHER, hedgedTimes::run)));
      lab.report().race(results, 0);
      lab.report().title("The same: the gets of 256 at a time, all rounds");
      Table table = new Table("", "p50 s", "p99 s", "p99.9 s", "max s", "extra %");
      add(table, "as it comes", plainTimes, results.get(2));
      add(table, "hedged", hedgedTimes, results.get(3));
      lab.report().table(table);
      requireFew(hedged.fetchStatistics());
    } finally {
      lab.server().trouble("");
    }
  }

  /** Each starts the count of requests anew, in its time. */
  private Contestant contestant(String name, Kind kind, Task task) {
    String trouble = "slowEvery=100&slow=" + slow.minus(delay).toMillis();
    return new Contestant(
        name,
        kind,
        round -> {
          lab.server().trouble(trouble);
          task.run(round);
        });
  }

  private Task read(S3Store store) throws Exception {
    ZarrArray opened = JZarrs.openArray(store, SmallArray.PATH);
    return round -> array.read(opened);
  }

  private void add(Table table, String name, GetTimes times, Result last) {
    table.add(
        name,
        Report.format("%.3f", times.within(0.5)),
        Report.format("%.3f", times.within(0.99)),
        Report.format("%.3f", times.within(0.999)),
        Report.format("%.3f", times.within(1)),
        Report.format("%.1f", 100.0 * (last.counts().gets() - array.chunks()) / array.chunks()));
  }

  private void requireFew(FetchStatistics statistics) {
    double extra = statistics.hedges() / (double) (statistics.requests() - statistics.hedges());
    lab.report()
        .requirement(
            Report.format(
                "at most %.0f %% more requests by hedging; there were %.1f %%",
                100 * MOST_EXTRA, 100 * extra),
            extra <= MOST_EXTRA);
  }
}
