package dev.zarrasync.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.zarrasync.benchmarks.server.Protocol;
import java.net.URI;
import java.util.List;

/**
 * What a contestant is told to read.
 *
 * @param contestant who reads
 * @param endpoint where the server listens
 * @param protocol what it speaks
 * @param certificate the file of what a client is to trust; {@code ""} if there is no TLS
 * @param data the array
 * @param regions what of it: mostly one
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
    List<Region> regions,
    int atOnce,
    boolean told,
    long warmUpMillis) {

  /** The region, or the first of them. */
  @JsonIgnore
  Region region() {
    return regions.get(0);
  }

  /** What is stored of the region. */
  ChunkGrid grid() {
    return data.grid(region());
  }

  /** The number of elements. */
  int size() {
    return regions.stream().mapToInt(Region::size).sum();
  }

  /** The same, of its first row alone: one chunk where those are large. */
  ReadJob firstChunk() {
    return new ReadJob(
        contestant,
        endpoint,
        protocol,
        certificate,
        data,
        List.of(region().first(1)),
        atOnce,
        told,
        warmUpMillis);
  }
}
