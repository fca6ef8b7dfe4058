package dev.zarrasync.benchmarks.bare;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.benchmarks.bare.Contestant.Kind;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** An array of which few chunks are stored, where it pays to know which. */
final class SparseChunks {

  private static final int CONNECTIONS = 256;
  private static final int MAX_REQUESTS = 400;

  private final Lab lab;

  SparseChunks(Lab lab) {
    this.lab = lab;
  }

  void run() throws Exception {
    Scale scale = lab.scale();
    // One for each round: of one that was read before, the store may know what is stored.
    List<SparseArray> arrays =
        IntStream.range(0, scale.warmUps() + scale.rounds())
            .mapToObj(
                i -> new SparseArray("sparse-" + i, scale.sparseSides(), scale.sparseStored()))
            .toList();
    SparseArray vast = new SparseArray("sparse-vast", scale.vastSides(), scale.vastStored());
    lab.server().answerAfter(Duration.ZERO, 0);
    try (S3Store store = Ours.open(lab.endpoint())) {
      for (SparseArray array : arrays) {
        array.write(store);
      }
      vast.write(store);
    }
    Duration delay = scale.smallDelays().get(0);
    lab.report()
        .title(
            Report.format(
                "%,d slots with %,d chunks stored, %d ms: every round another array",
                arrays.get(0).slots(), scale.sparseStored(), delay.toMillis()));
    race(arrays, delay);
    lab.report()
        .title(
            Report.format(
                "%,d slots with %,d chunks stored, %d ms: one read in a new store",
                vast.slots(), vast.stored(), delay.toMillis()));
    count(vast);
  }

  private void race(List<SparseArray> arrays, Duration delay) throws Exception {
    try (BareClient bare = Bare.SDK_CRT_HTTP.open(lab.endpoint(), CONNECTIONS);
        S3Store every = Ours.open(lab.endpoint());
        S3Store store = Ours.open(lab.endpoint())) {
      List<ZarrArray> opened = new ArrayList<>();
      for (SparseArray array : arrays) {
        opened.add(JZarrs.openArray(store, array.path()));
      }
      List<Result> results =
          lab.race(delay, 0, lab.scale().warmUps())
              .run(
                  List.of(
                      new Contestant(
                          "bare: the stored alone",
                          Kind.BARE,
                          round -> bare.getAll(arrays.get(round).storedKeys())),
                      new Contestant(
                          "ours: getItems of every key",
                          Kind.OTHER,
                          round ->
                              every
                                  .getItems(arrays.get(round).keys())
                                  .values()
                                  .forEach(CompletableFuture::join)),
                      new Contestant(
                          "ours: ZarrArray.read",
                          Kind.OTHER,
                          round -> arrays.get(round).read(opened.get(round)))));
      lab.report().race(results, 0);
      double ratio = results.get(2).median() / results.get(1).median();
      lab.report()
          .requirement(
              Report.format("at most 0.50 of the time of every key; it is %.2f", ratio),
              ratio <= 0.5);
    }
  }

  private void count(SparseArray array) throws Exception {
    try (S3Store store = Ours.open(lab.endpoint())) {
      ZarrArray opened = JZarrs.openArray(store, array.path());
      Counts opening = lab.server().takeCounts();
      long start = System.nanoTime();
      array.read(opened);
      double seconds = (System.nanoTime() - start) / 1e9;
      Counts counts = lab.server().takeCounts();
      lab.report()
          .line(
              "Opening: %d GET, %d LIST. Reading: %,d GET, %,d LIST, %.2f s",
              opening.gets(), opening.lists(), counts.gets(), counts.lists(), seconds);
      int requests = counts.gets() + counts.lists();
      lab.report()
          .requirement(
              Report.format("at most %d requests to read; there were %,d", MAX_REQUESTS, requests),
              requests <= MAX_REQUESTS);
    }
  }
}
