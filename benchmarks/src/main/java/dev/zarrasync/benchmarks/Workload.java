package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.Dataset.Encoding;
import dev.zarrasync.benchmarks.Scale.Sharded;
import dev.zarrasync.benchmarks.Scale.Sparse;
import dev.zarrasync.benchmarks.server.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is read, from what kind of server, and by whom.
 *
 * @param name for options and file names
 * @param title for people
 * @param data the array
 * @param regions what is read of it
 * @param sampleLength how much of the first dimension stands for all where that would take too long
 * @param conditions what the server is like
 * @param atOnce how many requests a client that has to be told may have in flight
 * @param told whether ours is told, too
 * @param contestants who reads
 * @param mode what each process does
 */
record Workload(
    String name,
    String title,
    Dataset data,
    List<Region> regions,
    int sampleLength,
    Conditions conditions,
    int atOnce,
    boolean told,
    List<Contestant> contestants,
    Mode mode) {

  /** What each process does. */
  enum Mode {
    /** Reads, with the heap that all get, from its first read on until it has settled. */
    READS,
    /** Reads a few times, in a JVM with its defaults. */
    READS_BY_DEFAULT,
    /** Writes a new array each time, until it has settled. */
    WRITES
  }

  Workload(
      String name,
      String title,
      Dataset data,
      List<Region> regions,
      int sampleLength,
      Conditions conditions,
      int atOnce,
      boolean told,
      List<Contestant> contestants) {
    this(
        name,
        title,
        data,
        regions,
        sampleLength,
        conditions,
        atOnce,
        told,
        contestants,
        Mode.READS);
  }

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
      if (protocol == Protocol.FILE) {
        return "Local files";
      }
      return delay.toMillis()
          + " ms to the first byte"
          + (bandwidth == 0 ? "" : ", " + bandwidth / 1_000_000 + " MB/s a connection")
          + switch (protocol) {
            case S3, FILE -> "";
            case HTTP_1_1 -> ", HTTP/1.1";
            case HTTP_2 -> ", HTTP/2 without TLS (TensorStore: HTTP/1.1)";
            case TLS -> ", HTTP/2 with TLS";
          }
          + (trouble.isEmpty() ? "" : ", one answer in a hundred is an error or breaks off");
    }
  }

  /** What the closing table of requirements needs, and no more. */
  static final List<String> TARGETS =
      List.of(
          "tiny",
          "tiny-512",
          "tiny-http",
          "tiny-http-512",
          "tiny-h2-512",
          "tiny-tls-512",
          "tiles",
          "slab",
          "sparse",
          "write",
          "local-tiny",
          "local-tiles");

  private static final Conditions FILES = new Conditions(Protocol.FILE, Duration.ZERO, 0, "");

  private static final List<Contestant> DEFAULT =
      List.of(Contestant.EXACT, Contestant.DROP_IN, Contestant.TENSORSTORE);

  private static final int TINY_CHUNK = 32;
  private static final int SPARSE_SIDE = 16;
  private static final int WINDOW = 64;
  private static final int MANY = 256;
  private static final int MOST = 512;
  private static final int WRITES_AT_ONCE = 64;
  private static final String FAULTS = "failing=0.01&seed=1";

  /** As many as give the bandwidth that the bound of one connection leaves to all. */
  private static final int FEW = 32;

  /** All of them. */
  static List<Workload> of(Scale scale) {
    return Stream.of(
            ofV2(scale), shards(scale), tilesOfV3(scale), others(tiny(scale), tiles(scale), scale))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Workload> others(Workload tiny, Workload tiles, Scale scale) {
    return List.of(
        write(scale),
        tiny.onFiles("local-tiny"),
        tiles.onFiles("local-tiles"),
        slab(scale).onFiles("local-large"),
        tiny.byDefault(tiny.conditions, DEFAULT),
        tiles.byDefault(tiles.conditions, DEFAULT),
        tiny.onFiles("local-tiny").byDefault(FILES, Contestant.ON_FILES));
  }

  private static List<Workload> tilesOfV3(Scale scale) {
    List<Contestant> contestants = new ArrayList<>(Contestant.OF_V3);
    contestants.add(0, Contestant.BARE_CRT);
    return List.of(
        tiles(scale, "tiles-zstd", Encoding.ZSTD, "Zstandard, Zarr v3", contestants),
        tiles(scale, "tiles-gzip", Encoding.GZIP, "gzip, Zarr v3", contestants));
  }

  private static List<Workload> ofV2(Scale scale) {
    Workload tiny = tiny(scale);
    return List.of(
        tiny,
        series(scale),
        slab(scale),
        tiles(scale),
        sparse(scale, "sparse", scale.sparse(), and(Contestant.SHORT)),
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
    Dataset data = new Dataset("tiny", shape, new int[] {TINY_CHUNK}, Encoding.NONE, 16, 0);
    return new Workload(
        "tiny",
        "%,d chunks of %d bytes, not compressed".formatted(scale.tinyChunks(), TINY_CHUNK * 2),
        data,
        List.of(Region.whole(shape)),
        scale.sampled().tinyChunks() * TINY_CHUNK,
        Conditions.onS3(scale.tinyDelay(), 0),
        MANY,
        false,
        and(Contestant.SHORT));
  }

  private static Workload series(Scale scale) {
    int window = Math.min(WINDOW, scale.largeSide());
    int[] shape = {scale.largeChunks(), window, window};
    return large(
        scale,
        "series",
        "a window of %d x %d out of each".formatted(window, window),
        new Region(new int[3], shape),
        Contestant.ON_S3);
  }

  /** The whole array of large chunks. */
  static Workload slab(Scale scale) {
    return large(
        scale,
        "slab",
        "all of it",
        Region.whole(largeShape(scale)),
        and(Contestant.SHORT, Contestant.SMALL_HEAP));
  }

  /** All who read from S3, and some more. */
  private static List<Contestant> and(Contestant... more) {
    return Stream.concat(Contestant.ON_S3.stream(), Stream.of(more)).toList();
  }

  private static Workload large(
      Scale scale, String name, String what, Region region, List<Contestant> contestants) {
    int side = scale.largeSide();
    double mib = side * side * 2 / (double) (1 << 20);
    return new Workload(
        name,
        "%,d chunks of %.3g MiB, Blosc: %s".formatted(scale.largeChunks(), mib, what),
        new Dataset("large", largeShape(scale), new int[] {1, side, side}, Encoding.BLOSC, 10, 0),
        List.of(region),
        scale.sampled().largeChunks(),
        Conditions.onS3(scale.delay(), scale.bandwidth()),
        FEW,
        false,
        contestants);
  }

  private static int[] largeShape(Scale scale) {
    return new int[] {scale.largeChunks(), scale.largeSide(), scale.largeSide()};
  }

  private static Workload tiles(Scale scale) {
    return tiles(scale, "tiles", Encoding.BLOSC, "Blosc", and(Contestant.SHORT));
  }

  private static Workload tiles(
      Scale scale, String name, Encoding encoding, String codec, List<Contestant> contestants) {
    int side = scale.tilesInRow() * scale.tileSide();
    int[] shape = {side, side};
    int[] tile = {scale.tileSide(), scale.tileSide()};
    return new Workload(
        name,
        "%,d image tiles of %d x %d, %s"
            .formatted(scale.tilesInRow() * scale.tilesInRow(), tile[0], tile[1], codec),
        new Dataset(name, shape, tile, encoding, 6, 0),
        List.of(Region.whole(shape)),
        scale.sampled().rowsOfTiles() * scale.tileSide(),
        Conditions.onS3(scale.delay(), 0),
        MANY,
        false,
        contestants);
  }

  /** Shards, one behind the other in the first dimension. */
  private static Workload shards(
      Scale scale, String name, String what, List<Region> regions, List<Contestant> contestants) {
    Sharded size = scale.sharded();
    int[] shard = {1, size.side() * size.rows(), size.side() * size.columns()};
    int[] shape = shard.clone();
    shape[0] = size.shards();
    int[] chunk = {1, size.rows(), size.columns()};
    return new Workload(
        name,
        "%,d chunks of %d x %d, Zstandard, in %d shards: %s"
            .formatted(size.chunks(), size.rows(), size.columns(), size.shards(), what),
        new Dataset("shards", shape, chunk, Encoding.ZSTD, 6, 0, shard),
        regions,
        shape[0],
        Conditions.onS3(scale.delay(), 0),
        MANY,
        false,
        contestants);
  }

  private static List<Workload> shards(Scale scale) {
    Sharded size = scale.sharded();
    int[] shape = {size.shards(), size.side() * size.rows(), size.side() * size.columns()};
    // It has a part of four chunks.
    int[] corner = {0, size.rows() / 2, size.columns() / 2};
    int[] window = {size.shards(), size.rows(), size.columns()};
    return List.of(
        shards(scale, "shards", "all of it", List.of(Region.whole(shape)), Contestant.OF_V3),
        shards(
            scale,
            "shards-window",
            "a window of %d x %d out of each shard".formatted(window[1], window[2]),
            List.of(new Region(corner, window)),
            Contestant.OF_V3),
        shards(
            scale,
            "shards-random",
            "%,d chunks here and there, each a read of its own".formatted(size.picked()),
            size.picks(),
            Contestant.OF_MANY));
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
        new Dataset(name, shape, chunk, Encoding.NONE, 16, sparse.stored()),
        List.of(Region.whole(shape)),
        scale.sampled().rowsOfSparse() * SPARSE_SIDE,
        Conditions.onS3(scale.tinyDelay(), 0),
        MANY,
        false,
        contestants);
  }

  /** Tiles, which are written. */
  private static Workload write(Scale scale) {
    int tiles = (scale.tilesInRow() + 1) / 2;
    int side = tiles * scale.tileSide();
    int[] shape = {side, side};
    int[] tile = {scale.tileSide(), scale.tileSide()};
    return new Workload(
        "write",
        "%,d image tiles of %d x %d, Blosc, written to a new array"
            .formatted(tiles * tiles, tile[0], tile[1]),
        new Dataset("write", shape, tile, Encoding.BLOSC, 6, 0),
        List.of(Region.whole(shape)),
        side,
        Conditions.onS3(scale.delay(), scale.bandwidth()),
        WRITES_AT_ONCE,
        true,
        Contestant.WRITERS,
        Mode.WRITES);
  }

  private Workload onFiles(String newName) {
    return on(newName, title, FILES, atOnce, Contestant.ON_FILES);
  }

  private Workload byDefault(Conditions server, List<Contestant> who) {
    return new Workload(
        name + "-defaults",
        title + ": the defaults of the JVM",
        data,
        regions,
        sampleLength,
        server,
        atOnce,
        told,
        who,
        Mode.READS_BY_DEFAULT);
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
        newName, newTitle, data, regions, sampleLength, server, many, many == MOST, who);
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
    return regions.get(0).first(sampleLength);
  }

  int chunks(List<Region> parts) {
    return parts.stream()
        .mapToInt(part -> new ChunkGrid(data.path(), data.chunk(), part).chunks().size())
        .sum();
  }
}
