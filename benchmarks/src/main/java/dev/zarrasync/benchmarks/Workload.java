package dev.zarrasync.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * What is read, and from what kind of server.
 *
 * @param name for options and file names
 * @param title for people
 * @param data the array
 * @param region what is read of it
 * @param sampleLength how much of the first dimension stands for all where that would take too long
 * @param delay how late the server answers
 * @param bandwidth of a connection in bytes a second, 0 for all it can
 * @param atOnce how many requests a client that has to be told may have in flight
 */
record Workload(
    String name,
    String title,
    Dataset data,
    Region region,
    int sampleLength,
    Duration delay,
    long bandwidth,
    int atOnce) {

  private static final int TINY_CHUNK = 32;
  private static final int WINDOW = 64;
  private static final int MANY = 256;

  /** As many as give the bandwidth that the bound of one connection leaves to all. */
  private static final int FEW = 32;

  /** All of them. */
  static List<Workload> of(Scale scale) {
    return List.of(tiny(scale), series(scale), slab(scale), tiles(scale));
  }

  private static Workload tiny(Scale scale) {
    int[] shape = {scale.tinyChunks() * TINY_CHUNK};
    Dataset data = new Dataset("tiny", shape, new int[] {TINY_CHUNK}, false, 16);
    return new Workload(
        "tiny",
        "%,d chunks of %d bytes, not compressed".formatted(scale.tinyChunks(), TINY_CHUNK * 2),
        data,
        Region.whole(shape),
        scale.sampled().tinyChunks() * TINY_CHUNK,
        scale.tinyDelay(),
        0,
        MANY);
  }

  private static Workload series(Scale scale) {
    int window = Math.min(WINDOW, scale.largeSide());
    int[] shape = {scale.largeChunks(), window, window};
    return large(
        scale,
        "series",
        "a window of %d x %d out of each".formatted(window, window),
        new Region(new int[3], shape));
  }

  /** The whole array of large chunks. */
  static Workload slab(Scale scale) {
    return large(scale, "slab", "all of it", Region.whole(largeShape(scale)));
  }

  private static Workload large(Scale scale, String name, String what, Region region) {
    int side = scale.largeSide();
    double mib = side * side * 2 / (double) (1 << 20);
    return new Workload(
        name,
        "%,d chunks of %.3g MiB, Blosc: %s".formatted(scale.largeChunks(), mib, what),
        new Dataset("large", largeShape(scale), new int[] {1, side, side}, true, 10),
        region,
        scale.sampled().largeChunks(),
        scale.delay(),
        scale.bandwidth(),
        FEW);
  }

  private static int[] largeShape(Scale scale) {
    return new int[] {scale.largeChunks(), scale.largeSide(), scale.largeSide()};
  }

  private static Workload tiles(Scale scale) {
    int side = scale.tilesInRow() * scale.tileSide();
    int[] shape = {side, side};
    return new Workload(
        "tiles",
        "%,d image tiles of %d x %d, Blosc"
            .formatted(scale.tilesInRow() * scale.tilesInRow(), scale.tileSide(), scale.tileSide()),
        new Dataset("tiles", shape, new int[] {scale.tileSide(), scale.tileSide()}, true, 6),
        Region.whole(shape),
        scale.sampled().rowsOfTiles() * scale.tileSide(),
        scale.delay(),
        0,
        MANY);
  }

  /** What stands for the region where that would take too long. */
  Region sample() {
    return region.first(sampleLength);
  }

  /** The same, with all the bandwidth there is. */
  Workload unbounded() {
    return new Workload(name, title, data, region, sampleLength, delay, 0, atOnce);
  }

  /** What the server is like, for people. */
  String server() {
    return delay.toMillis()
        + " ms to the first byte"
        + (bandwidth == 0 ? "" : ", " + bandwidth / 1_000_000 + " MB/s a connection");
  }

  int chunks(Region part) {
    return new ChunkGrid(data.path(), data.chunk(), part).chunks().size();
  }
}
