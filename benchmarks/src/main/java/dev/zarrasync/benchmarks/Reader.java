package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.bare.Bare;

/** Reads the region of a job, or writes its array: what is timed. */
interface Reader extends AutoCloseable {

  /** Opens the array, or what else a contestant does before it reads. */
  static Reader open(ReadJob job) throws Exception {
    return switch (job.contestant()) {
      case BARE_CRT -> new BareReader(job, Bare.crt(job.endpoint(), job.protocol(), job.atOnce()));
      case BARE_SDK -> new BareReader(job, Bare.sdk(job.endpoint(), job.atOnce()));
      case BARE_FILES -> new BareFiles(job);
      case ITEMS -> new ItemsReader(job);
      case EXACT, SHORT, SMALL_HEAP, CACHED, BOUNDED -> JZarrReader.exact(job);
      case DROP_IN -> JZarrReader.dropIn(job);
      case ARRAY -> new ArrayReader(job);
      case LOOP -> JZarrReader.loop(job);
      case FILE_SYSTEM -> JZarrReader.fileSystem(job);
      case STOCK -> JZarrReader.stock(job);
      case ZARR_JAVA, ZARR_JAVA_WIDE -> new ZarrJavaReader(job);
      case POOL -> new PooledReader(job);
      case OBSTORE, ZARRS, S3FS, TENSORSTORE ->
          throw new IllegalStateException(job.contestant() + " does not run in a JVM");
    };
  }

  /** Returns the values in C order; or none, if it only receives bytes, or writes. */
  short[] read() throws Exception;

  @Override
  void close();
}
