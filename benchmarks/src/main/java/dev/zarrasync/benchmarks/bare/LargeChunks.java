package dev.zarrasync.benchmarks.bare;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.benchmarks.bare.Contestant.Kind;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Large compressed chunks, where bandwidth and the client's processor time decide. */
final class LargeChunks {

  private static final int CONNECTIONS = 32;
  private static final double LIMIT = 2.2;

  private final Lab lab;
  private final LargeArray array;
  private final List<String> keys;
  private final short[] buffer; // One for all, who read in turn: two would fill half of the heap.

  LargeChunks(Lab lab) {
    this.lab = lab;
    this.array = LargeArray.blosc(lab.scale().largeChunks(), lab.scale().largeSide());
    this.keys = array.keys();
    this.buffer = array.newBuffer();
  }

  void run() throws Exception {
    lab.server().answerAfter(Duration.ZERO, 0);
    try (S3Store store = Ours.open(lab.endpoint())) {
      array.write(store);
    }
    race(lab.scale().bandwidth());
    race(0);
  }

  private void race(long bandwidth) throws Exception {
    Duration delay = lab.scale().largeDelay();
    List<Contestant> contestants = new ArrayList<>();
    List<AutoCloseable> open = new ArrayList<>();
    try {
      long stored = 0;
      for (Bare bare : Bare.values()) {
        BareClient client = bare.open(lab.endpoint(), CONNECTIONS);
        open.add(client);
        stored = client.getAll(keys);
        contestants.add(
            new Contestant("bare: " + bare.title(), Kind.BARE, round -> client.getAll(keys)));
      }
      S3Store store = Ours.open(lab.endpoint());
      open.add(store);
      contestants.add(read("ours: ZarrArray.read, as it comes", store));
      S3Store narrow =
          Ours.builder(lab.endpoint()).cacheBytes(0).maxBytesInFlight(32 << 20).build();
      open.add(narrow);
      contestants.add(read("ours: the same, 32 MiB in flight", narrow));

      lab.report()
          .title(
              Report.format(
                  "%,d chunks of %.2f MiB (%.2f MiB stored), bare %d at once, %d ms, %s a"
                      + " connection",
                  keys.size(),
                  mib(array.bytes()) / keys.size(),
                  mib(stored) / keys.size(),
                  CONNECTIONS,
                  delay.toMillis(),
                  bandwidth == 0 ? "no limit" : bandwidth / 1_000_000 + " MB/s"));
      lab.report().race(lab.race(delay, bandwidth, lab.scale().warmUps()).run(contestants), LIMIT);
    } finally {
      for (AutoCloseable each : open) {
        each.close();
      }
    }
  }

  private Contestant read(String name, S3Store store) throws IOException {
    ZarrArray opened = JZarrs.openArray(store, array.path());
    return new Contestant(
        name,
        Kind.OURS,
        round -> {
          array.read(opened, buffer);
          if (round == 0) {
            array.check(buffer);
          }
        });
  }

  private static double mib(long bytes) {
    return bytes / (double) (1 << 20);
  }
}
