package dev.zarrasync.examples.demo;

import java.time.Duration;

/**
 * What reading an array in one way took.
 *
 * @param dataset the array
 * @param way the way
 * @param region what was read: the whole array or its sample
 * @param read how long it took to read the region
 * @param requests what the server was asked
 * @param peakInFlight how many requests waited for the server at once, at most
 * @param bytes how many bytes the server sent
 * @param checksum of the values that were read
 * @param equal whether they are those that were written
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Result(
    Dataset dataset,
    Way way,
    int[] region,
    Duration read,
    Requests requests,
    int peakInFlight,
    long bytes,
    long checksum,
    boolean equal) {

  int chunks() {
    return dataset.chunksIn(region);
  }

  /** How long the whole array takes: extrapolated if a sample was read. */
  double seconds() {
    return read.toNanos() / 1e9 / chunks() * dataset.chunks();
  }
}
