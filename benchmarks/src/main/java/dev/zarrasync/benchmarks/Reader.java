package dev.zarrasync.benchmarks;

/** Reads the region of a job: what is timed. */
interface Reader extends AutoCloseable {

  /** Returns the values in C order; or none, if it only receives bytes. */
  short[] read() throws Exception;

  @Override
  void close();
}
