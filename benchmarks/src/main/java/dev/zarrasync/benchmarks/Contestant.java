package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.bare.Bare;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who reads. */
enum Contestant {
  BARE_CRT("bare client: CRT HTTP", Kind.FLOOR, job -> new BareReader(job, Bare.RAW_CRT_HTTP)),
  BARE_SDK("bare client: AWS SDK", Kind.FLOOR, job -> new BareReader(job, Bare.SDK_CRT_HTTP)),
  ITEMS("ours: getItems", Kind.OURS, ItemsReader::new),
  EXACT("ours: exact plan", Kind.OURS, JZarrReader::exact),
  DROP_IN("ours: drop-in store", Kind.OURS, JZarrReader::dropIn),
  LOOP("JZarr, a loop of GETs", Kind.SLOW, JZarrReader::loop),
  FILE_SYSTEM("JZarr, S3 file system", Kind.SLOW, JZarrReader::fileSystem),
  POOL("JZarr, 32 threads", Kind.PEER, PooledReader::new),
  ZARR_JAVA("zarr-java", Kind.SLOW, ZarrJavaReader::new),
  ZARR_JAVA_WIDE("zarr-java, 64 threads", Kind.PEER, ZarrJavaReader::new) {
    @Override
    List<String> jvmOptions() {
      return List.of("-Djava.util.concurrent.ForkJoinPool.common.parallelism=64");
    }
  },
  OBSTORE("zarr-python, obstore", "obstore"),
  S3FS("zarr-python, s3fs", "s3fs"),
  TENSORSTORE("TensorStore", "tensorstore");

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
