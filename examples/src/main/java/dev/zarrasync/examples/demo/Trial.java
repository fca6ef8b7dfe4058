package dev.zarrasync.examples.demo;

import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrUtils;
import dev.zarrasync.examples.console.Bar;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Stores;
import dev.zarrasync.testing.EmbeddedS3;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;

/** Reads an array in one way, on a store of its own without a cache, and measures. */
final class Trial {

  private final EmbeddedS3 s3;
  private final String bucket;
  private final Scale scale;
  private final PrintStream out;

  Trial(EmbeddedS3 s3, String bucket, Scale scale, PrintStream out) {
    this.s3 = s3;
    this.bucket = bucket;
    this.scale = scale;
    this.out = out;
  }

  Result run(Dataset dataset, Way way) throws Exception {
    int[] region = way.sampled() ? dataset.sample() : dataset.shape();
    try (AsyncStore store =
            Stores.open(
                s3.url(bucket + "/" + dataset.path()),
                Map.of("maxInFlight", "" + way.maxInFlight(scale), "cacheBytes", "0"));
        Bar bar = new Bar(way.title(), dataset.chunksIn(region), "chunks", out)) {
      // Nobody is charged for the start of the client and its first connection.
      var unused = store.get("warm-up").get();
      s3.resetCounts();
      ZarrArray array = way.open(store, bar);
      // Nor for the garbage of those before.
      System.gc();

      long start = System.nanoTime();
      Object values = array.read(region);
      long end = System.nanoTime();

      int count = Math.toIntExact(ZarrUtils.computeSize(region));
      long checksum = Checksum.of(values, count);
      return new Result(
          dataset,
          way,
          region,
          Duration.ofNanos(end - start),
          Requests.of(s3.requests()),
          s3.peakInFlight(),
          s3.bodyBytes(),
          checksum,
          checksum == Checksum.of(dataset.values(), count));
    }
  }
}
