package dev.zarrasync.benchmarks.bare;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.benchmarks.bare.Contestant.Kind;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Many small chunks, where the number of requests in flight decides; warm, and in a fresh JVM. */
final class SmallChunks {

  private static final int CONNECTIONS = 256;
  private static final double LIMIT = 1.25;
  private static final double COLD_EXTRA_SECONDS = 1;

  private final Lab lab;
  private final SmallArray array;
  private final List<String> keys;

  SmallChunks(Lab lab) throws Exception {
    this.lab = lab;
    this.array = lab.writeSmall();
    this.keys = array.keys();
  }

  void run() throws Exception {
    for (Duration delay : lab.scale().smallDelays()) {
      lab.report()
          .title(
              Report.format(
                  "%,d chunks of %d B, %d at once, %d ms to the first byte: warm",
                  keys.size(), array.bytes() / keys.size(), CONNECTIONS, delay.toMillis()));
      double floor = warm(delay);
      lab.report()
          .title("The same: the first and the second read of a fresh JVM, median of its rounds");
      cold(floor);
    }
  }

  private double warm(Duration delay) throws Exception {
    List<Contestant> contestants = new ArrayList<>();
    List<AutoCloseable> open = new ArrayList<>();
    try {
      for (Bare bare : Bare.values()) {
        BareClient client = bare.open(lab.endpoint(), CONNECTIONS);
        open.add(client);
        contestants.add(
            new Contestant("bare: " + bare.title(), Kind.BARE, round -> client.getAll(keys)));
      }
      S3Store store = Ours.open(lab.endpoint());
      open.add(store);
      ZarrArray opened = JZarrs.openArray(store, SmallArray.PATH);
      contestants.add(
          new Contestant(
              "ours: getItems",
              Kind.OURS,
              round -> store.getItems(keys).values().forEach(CompletableFuture::join)));
      contestants.add(
          new Contestant("ours: ZarrArray.read", Kind.OURS, round -> array.read(opened)));
      return lab.report()
          .race(lab.race(delay, 0, lab.scale().smallWarmUps()).run(contestants), LIMIT);
    } finally {
      for (AutoCloseable each : open) {
        each.close();
      }
    }
  }

  private void cold(double floor) throws Exception {
    Table table = ColdRead.table();
    double limit = LIMIT * floor + COLD_EXTRA_SECONDS;
    for (Bare bare : Bare.values()) {
      ColdRead.median(lab.scale(), lab.endpoint(), bare.name())
          .addTo(table, "bare: " + bare.title(), "", "");
    }
    ColdRead ours = ColdRead.median(lab.scale(), lab.endpoint(), ColdRead.S3);
    ours.addTo(
        table,
        "ours: ZarrArray.read",
        Report.format("<= %.2f", limit),
        Report.held(ours.total() <= limit));
    lab.report().table(table);
  }
}
