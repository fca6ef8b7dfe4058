package dev.zarrasync.benchmarks.bare;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.benchmarks.bare.Contestant.Kind;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import java.time.Duration;
import java.util.List;

/** What it costs that one answer in a hundred is an error. */
final class FaultyRead {

  private static final double LIMIT = 1.3;

  private final Lab lab;
  private final SmallArray array;

  FaultyRead(Lab lab) throws Exception {
    this.lab = lab;
    this.array = lab.writeSmall();
  }

  void run() throws Exception {
    Duration delay = lab.scale().smallDelays().get(0);
    lab.report()
        .title(
            Report.format(
                "%,d chunks, %d ms: 1 %% of the answers are 500, 503, a reset or broken off",
                array.chunks(), delay.toMillis()));
    try (S3Store sound = Ours.open(lab.endpoint());
        S3Store faulty = Ours.open(lab.endpoint())) {
      List<Contestant> contestants =
          List.of(
              read("ZarrArray.read without faults", Kind.BARE, sound, ""),
              read("ZarrArray.read with faults", Kind.OURS, faulty, "failing=0.01&seed="));
      lab.report().race(lab.race(delay, 0, lab.scale().smallWarmUps()).run(contestants), LIMIT);
      lab.report().line("%nWith faults, warm-ups included: %s", faulty.fetchStatistics());
    } finally {
      lab.server().trouble("");
    }
  }

  /** Each sets the trouble within its time, so that it costs both the same. */
  private Contestant read(String name, Kind kind, S3Store store, String trouble) throws Exception {
    ZarrArray opened = JZarrs.openArray(store, SmallArray.PATH);
    return new Contestant(
        name,
        kind,
        round -> {
          lab.server().trouble(trouble.isEmpty() ? "" : trouble + round);
          array.read(opened);
        });
  }
}
