package dev.zarrasync.benchmarks.bare;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.s3.S3Store;
import java.net.URI;
import java.time.Duration;

/**
 * Where workloads run.
 *
 * @param server what they read from
 * @param scale how large they are
 * @param report what they print to
 */
record Lab(ServerProcess server, Scale scale, Report report) {

  Race race(Duration delay, long bandwidth, int warmUps) {
    return race(server, delay, bandwidth, warmUps);
  }

  Race race(LateServer other, Duration delay, long bandwidth, int warmUps) {
    return new Race(other, new Race.Conditions(delay, bandwidth, warmUps, scale.rounds()));
  }

  /** Stores the small chunks. */
  SmallArray writeSmall() throws Exception {
    server.answerAfter(Duration.ZERO, 0);
    SmallArray array = new SmallArray(scale.smallChunks());
    try (S3Store store = Ours.open(endpoint())) {
      array.write(store);
    }
    return array;
  }

  /** Stores the small chunks, and reads them until the code is compiled. */
  SmallArray writeSmallAndWarmUp() throws Exception {
    SmallArray array = writeSmall();
    try (S3Store store = Ours.open(endpoint())) {
      ZarrArray opened = JZarrs.openArray(store, SmallArray.PATH);
      for (int i = 0; i < scale.smallWarmUps(); i++) {
        array.read(opened);
      }
    }
    return array;
  }

  URI endpoint() {
    return server.endpoint();
  }
}
