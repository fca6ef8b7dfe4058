package dev.zarrasync.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who reads, or writes; {@link Reader#open} knows how. */
enum Contestant {
  BARE_CRT("bare client: CRT HTTP", Kind.FLOOR),
  BARE_SDK("bare client: AWS SDK", Kind.FLOOR),
  BARE_FILES("bare: Files.readAllBytes", Kind.FLOOR),
  ITEMS("ours: getItems", Kind.OURS),
  EXACT("ours: exact plan", Kind.OURS),
  SHORT("ours: exact plan, short run", Kind.OURS) {
    @Override
    List<String> jvmOptions() {
      return List.of("-XX:TieredStopAtLevel=1", "-XX:-UseG1GC", "-XX:+UseSerialGC", "-Xmn64m");
    }
  },
  SMALL_HEAP("ours: exact plan, -Xmx1200m", Kind.OURS) {
    @Override
    List<String> jvmOptions() {
      return List.of("-Xms8m", "-Xmx1200m");
    }
  },
  DROP_IN("ours: drop-in store", Kind.OURS),
  ARRAY("ours: AsyncArray", Kind.OURS),
  LOOP("JZarr, a loop of GETs", Kind.SLOW),
  FILE_SYSTEM("JZarr, S3 file system", Kind.SLOW),
  STOCK("JZarr", Kind.PEER),
  ZARR_JAVA("zarr-java", Kind.SLOW),
  ZARR_JAVA_WIDE("zarr-java, 64 threads", Kind.PEER) {
    @Override
    List<String> jvmOptions() {
      return List.of("-Djava.util.concurrent.ForkJoinPool.common.parallelism=64");
    }
  },
  OBSTORE("zarr-python, obstore", "obstore"),
  ZARRS("zarrs in zarr-python, obstore", "zarrs"),
  S3FS("zarr-python, s3fs", "s3fs"),
  TENSORSTORE("TensorStore", "tensorstore"),

  // Of their memory alone.
  POOL("JZarr, 32 threads", Kind.PEER),
  CACHED("ours: exact plan, with a cache", Kind.OURS),
  BOUNDED("ours: exact plan, 32 MiB in flight", Kind.OURS);

  /** Who reads from S3. */
  static final List<Contestant> ON_S3 =
      List.of(
          BARE_CRT,
          BARE_SDK,
          ITEMS,
          EXACT,
          DROP_IN,
          LOOP,
          FILE_SYSTEM,
          ZARR_JAVA,
          ZARR_JAVA_WIDE,
          OBSTORE,
          S3FS,
          TENSORSTORE);

  /** Who reads over HTTP, or has as many requests in flight as there may be. */
  static final List<Contestant> ON_HTTP = List.of(BARE_CRT, ITEMS, EXACT, DROP_IN, TENSORSTORE);

  /** Who tries again when a request fails. */
  static final List<Contestant> PATIENT =
      List.of(ITEMS, EXACT, DROP_IN, ZARR_JAVA_WIDE, OBSTORE, S3FS, TENSORSTORE);

  /** Who reads Zarr v3. */
  static final List<Contestant> OF_V3 = List.of(EXACT, DROP_IN, ARRAY, OBSTORE, ZARRS, TENSORSTORE);

  /** Who reads many regions at once. */
  static final List<Contestant> OF_MANY = List.of(ARRAY, OBSTORE, ZARRS, TENSORSTORE);

  /** Who reads files. */
  static final List<Contestant> ON_FILES = List.of(BARE_FILES, EXACT, STOCK, TENSORSTORE);

  /** Who writes. */
  static final List<Contestant> WRITERS = List.of(EXACT, OBSTORE, TENSORSTORE);

  /** What a contestant is to the others. */
  enum Kind {
    /** Receives the bytes and no more: the others are compared with the best of these. */
    FLOOR,
    OURS,
    PEER,
    /** A peer with so few requests in flight that it reads a sample, if not told otherwise. */
    SLOW
  }

  private final String title;
  private final Kind kind;

  private final @Nullable String pythonName;

  Contestant(String title, Kind kind) {
    this.title = title;
    this.kind = kind;
    this.pythonName = null;
  }

  Contestant(String title, String pythonName) {
    this.title = title;
    this.kind = Kind.PEER;
    this.pythonName = pythonName;
  }

  String title() {
    return title;
  }

  Kind kind() {
    return kind;
  }

  /** As the script calls it, or null if it runs in a JVM. */
  @Nullable String pythonName() {
    return pythonName;
  }

  /** What it asks of a JVM beyond what all get. */
  List<String> jvmOptions() {
    return List.of();
  }
}
