package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.Scale.Sparse;
import dev.zarrasync.benchmarks.server.Protocol;
import java.time.Duration;
import java.util.List;

/**
 * What is read, from what kind of server, and by whom.
 *
 * @param name for options and file names
 * @param title for people
 * @param data the array
 * @param region what is read of it
 * @param sampleLength how much of the first dimension stands for all where that would take too long
 * @param conditions what the server is like
 * @param atOnce how many requests a client that has to be told may have in flight
 * @param told whether ours is told, too
 * @param contestants who reads
 */
record Workload(
    String name,
    String title,
    Dataset data,
    Region region,
    int sampleLength,
    Conditions conditions,
    int atOnce,
    boolean told,
    List<Contestant> contestants) {

  /**
   * What a server is like.
   *
   * @param protocol what it speaks
   * @param delay how late it answers
   * @param bandwidth of a connection in bytes a second, 0 for all it can
   * @param trouble what goes wrong, in the words of the server; {@code ""} for nothing
   */
  record Conditions(Protocol protocol, Duration delay, long bandwidth, String trouble) {

    static Conditions onS3(Duration delay, long bandwidth) {
      return new Conditions(Protocol.S3, delay, bandwidth, "");
    }

    @Override
    public String toString() {
      return delay.toMillis()
          + " ms to the first byte"
          + (bandwidth == 0 ? "" : ", " + bandwidth / 1_000_000 + " MB/s a connection")
          + switch (protocol) {
            case S3 -> "";
            case HTTP_1_1 -> ", HTTP/1.1";
            case HTTP_2 -> ", HTTP/2 without TLS (TensorStore: HTTP/1.1)";
            case TLS -> ", HTTP/2 with TLS";
          }
          + (trouble.isEmpty() ? "" : ", one answer in a hundred is an error or breaks off");
    }
  }

  /** What the closing table of requirements needs, and no more. */
  static final List<String> TARGETS =
      List.of("tiny", "tiny-512", "tiny-http", "tiny-http-512", "tiny-h2-512", "tiny-tls-512");

  private static final int TINY_CHUNK = 32;
  private static final int SPARSE_SIDE = 16;
  private static final int WINDOW = 64;
  private static final int MANY = 256;
  private static final int MOST = 512;
  private static final String FAULTS = "failing=0.01&seed=1";

  /** As many as give the bandwidth that the bound of one connection leaves to all. */
  private static final int FEW = 32;

  /** All of them. */
  static List<Workload> of(Scale scale) {
    Workload tiny = tiny(scale);
    return List.of(
        tiny,
        series(scale),
        slab(scale),
        tiles(scale),
        sparse(scale, "sparse", scale.sparse(), Contestant.ON_S3),
        sparse(scale, "vast", scale.vast(), List.of(Contestant.EXACT, Contestant.TENSORSTORE)),
        tiny.over(Protocol.S3, "-512", MOST),
        tiny.over(Protocol.HTTP_1_1, "-http", MANY),
        tiny.over(Protocol.HTTP_1_1, "-http-512", MOST),
        tiny.over(Protocol.HTTP_2, "-h2-512", MOST),
        tiny.over(Protocol.TLS, "-tls-512", MOST),
        slab(scale).over(Protocol.HTTP_1_1, "-http", FEW),
        slab(scale).over(Protocol.HTTP_2, "-h2", FEW),
        slab(scale).over(Protocol.TLS, "-tls", FEW),
        tiny.on(
            "faults",
            tiny.title,
            new Conditions(Protocol.S3, scale.tinyDelay(), 0, FAULTS),
            MANY,
            Contestant.PATIENT));
  }

  private static Workload tiny(Scale scale) {
    int[] shape = {scale.tinyChunks() * TINY_CHUNK};
    Dataset data = new Dataset("tiny", shape, new int[] {TINY_CHUNK}, false, 16, 0);
    return new Workload(
        "tiny",
        "%,d chunks of %d bytes, not compressed".formatted(scale.tinyChunks(), TINY_CHUNK * 2),
        data,
        Region.whole(shape),
        scale.sampled().tinyChunks() * TINY_CHUNK,
        Conditions.onS3(scale.tinyDelay(), 0),
        MANY,
        false,
        Contestant.ON_S3);
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
        new Dataset("large", largeShape(scale), new int[] {1, side, side}, true, 10, 0),
        region,
        scale.sampled().largeChunks(),
        Conditions.onS3(scale.delay(), scale.bandwidth()),
        FEW,
        false,
        Contestant.ON_S3);
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
        new Dataset("tiles", shape, new int[] {scale.tileSide(), scale.tileSide()}, true, 6, 0),
        Region.whole(shape),
        scale.sampled().rowsOfTiles() * scale.tileSide(),
        Conditions.onS3(scale.delay(), 0),
        MANY,
        false,
        Contestant.ON_S3);
  }

  private static Workload sparse(
      Scale scale, String name, Sparse sparse, List<Contestant> contestants) {
    int side = sparse.sides() * SPARSE_SIDE;
    int[] shape = {side, side};
    int[] chunk = {SPARSE_SIDE, SPARSE_SIDE};
    return new Workload(
        name,
        "%,d chunks of %d x %d, of which %,d are stored"
            .formatted(sparse.sides() * sparse.sides(), SPARSE_SIDE, SPARSE_SIDE, sparse.stored()),
        new Dataset(name, shape, chunk, false, 16, sparse.stored()),
        Region.whole(shape),
        scale.sampled().rowsOfSparse() * SPARSE_SIDE,
        Conditions.onS3(scale.tinyDelay(), 0),
        MANY,
        false,
        contestants);
  }

  /** The same over another protocol, or with as many in flight as there may be. */
  private Workload over(Protocol protocol, String suffix, int many) {
    return on(
        name + suffix,
        many == MOST ? title + ": %d in flight".formatted(many) : title,
        new Conditions(protocol, conditions.delay, 0, ""),
        many,
        Contestant.ON_HTTP);
  }

  private Workload on(
      String newName, String newTitle, Conditions server, int many, List<Contestant> who) {
    return new Workload(
        newName, newTitle, data, region, sampleLength, server, many, many == MOST, who);
  }

  /** The same, with all the bandwidth there is. */
  Workload unbounded() {
    return through(conditions.protocol);
  }

  /** The same over a protocol, with all the bandwidth there is. */
  Workload through(Protocol protocol) {
    Conditions server = new Conditions(protocol, conditions.delay, 0, conditions.trouble);
    return on(name, title, server, atOnce, contestants);
  }

  /** What stands for the region where that would take too long. */
  Region sample() {
    return region.first(sampleLength);
  }

  int chunks(Region part) {
    return new ChunkGrid(data.path(), data.chunk(), part).chunks().size();
  }
}
