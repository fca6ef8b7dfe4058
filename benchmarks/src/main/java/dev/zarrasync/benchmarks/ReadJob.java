package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.server.Protocol;
import java.net.URI;

/**
 * What a contestant is told to read.
 *
 * @param contestant who reads
 * @param endpoint where the server listens
 * @param protocol what it speaks
 * @param certificate the file of what a client is to trust; {@code ""} if there is no TLS
 * @param data the array
 * @param region what of it
 * @param atOnce how many requests a client that has to be told may have in flight
 * @param told whether ours is told, too
 * @param warmUpMillis how long to read it before, at least twice; negative for one chunk alone, by
 *     another client
 */
record ReadJob(
    Contestant contestant,
    URI endpoint,
    Protocol protocol,
    String certificate,
    Dataset data,
    Region region,
    int atOnce,
    boolean told,
    long warmUpMillis) {

  ChunkGrid grid() {
    return new ChunkGrid(data.path(), data.chunk(), region);
  }

  /** The same, of its first row alone: one chunk where those are large. */
  ReadJob firstChunk() {
    return new ReadJob(
        contestant,
        endpoint,
        protocol,
        certificate,
        data,
        region.first(1),
        atOnce,
        told,
        warmUpMillis);
  }
}
