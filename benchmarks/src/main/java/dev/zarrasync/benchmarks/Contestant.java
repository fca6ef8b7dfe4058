package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.bare.Bare;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who reads. */
enum Contestant {
  BARE_CRT(
      "bare client: CRT HTTP",
      Kind.FLOOR,
      job -> new BareReader(job, Bare.crt(job.endpoint(), job.protocol(), job.atOnce()))),
  BARE_SDK(
      "bare client: AWS SDK",
      Kind.FLOOR,
      job -> new BareReader(job, Bare.sdk(job.endpoint(), job.atOnce()))),
  ITEMS("ours: getItems", Kind.OURS, ItemsReader::new),
  EXACT("ours: exact plan", Kind.OURS, job -> JZarrReader.exact(job, builder -> {})),
  DROP_IN("ours: drop-in store", Kind.OURS, JZarrReader::dropIn),
  ARRAY("ours: AsyncArray", Kind.OURS, ArrayReader::new),
  LOOP("JZarr, a loop of GETs", Kind.SLOW, JZarrReader::loop),
  FILE_SYSTEM("JZarr, S3 file system", Kind.SLOW, JZarrReader::fileSystem),
  ZARR_JAVA("zarr-java", Kind.SLOW, ZarrJavaReader::new),
  ZARR_JAVA_WIDE("zarr-java, 64 threads", Kind.PEER, ZarrJavaReader::new) {
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
  POOL("JZarr, 32 threads", Kind.PEER, PooledReader::new),
  CACHED(
      "ours: exact plan, with a cache",
      Kind.OURS,
      job ->
          JZarrReader.exact(
              job,
              // As much as there is by default.
              b -> b.cacheBytes(Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 16)))),
  BOUNDED(
      "ours: exact plan, 32 MiB in flight",
      Kind.OURS,
      job -> JZarrReader.exact(job, builder -> builder.maxBytesInFlight(32 << 20)));

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

  /** What a contestant is to the others. */
  enum Kind {
    /** Receives the bytes and no more: the others are compared with the best of these. */
    FLOOR,
    OURS,
    PEER,
    /** A peer with so few requests in flight that it reads a sample, if not told otherwise. */
    SLOW
  }

  /** Opens the array, or what else there is to do before a read. */
  @FunctionalInterface
  interface Opener {
    Reader open(ReadJob job) throws Exception;
  }

  private final String title;
  private final Kind kind;

  @SuppressWarnings("ImmutableEnumChecker") // Each is a lambda without state.
  private final @Nullable Opener opener;

  private final @Nullable String pythonName;

  Contestant(String title, Kind kind, Opener opener) {
    this.title = title;
    this.kind = kind;
    this.opener = opener;
    this.pythonName = null;
  }

  Contestant(String title, String pythonName) {
    this.title = title;
    this.kind = Kind.PEER;
    this.opener = null;
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

  List<String> jvmOptions() {
    return List.of();
  }

  Reader open(ReadJob job) throws Exception {
    if (opener == null) {
      throw new IllegalStateException(title + " does not run in a JVM");
    }
    return opener.open(job);
  }
}
