package dev.zarrasync.benchmarks;

import java.net.URI;

/**
 * What a contestant is told to read.
 *
 * @param contestant who reads
 * @param endpoint where the server listens
 * @param bucket the bucket of the arrays
 * @param data the array
 * @param region what of it
 * @param atOnce how many requests a client that has to be told may have in flight
 * @param warmUpMillis how long to read it before: 0 for once, negative for not at all
 */
record ReadJob(
    Contestant contestant,
    URI endpoint,
    String bucket,
    Dataset data,
    Region region,
    int atOnce,
    long warmUpMillis) {

  ChunkGrid grid() {
    return new ChunkGrid(data.path(), data.chunk(), region);
  }
}
