package dev.zarrasync.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.zarrasync.benchmarks.server.Protocol;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a contestant is told to read, or to write.
 *
 * @param contestant who reads
 * @param endpoint where the server listens, or the directory of files
 * @param protocol what it speaks
 * @param certificate the file of what a client is to trust; {@code ""} if there is no TLS
 * @param data the array
 * @param regions what of it: mostly one
 * @param atOnce how many requests a client that has to be told may have in flight
 * @param told whether ours is told, too
 * @param writes whether it writes a new array like this each time, instead of reading it
 * @param warmUpMillis how long to do it before; negative for one chunk alone, by another client
 * @param leastReads how often at least
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
    boolean writes,
    long warmUpMillis,
    int leastReads) {

  /** As arguments of a process: JSON would load classes that a first read needs. */
  List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                contestant.name(),
                endpoint.toString(),
                protocol.name(),
                certificate,
                data.path(),
                text(data.shape()),
                text(data.chunk()),
                data.encoding().name(),
                Integer.toString(data.noiseBits()),
                Integer.toString(data.stored()),
                text(data.shard() == null ? new int[0] : data.shard()),
                Integer.toString(atOnce),
                Boolean.toString(told),
                Boolean.toString(writes),
                Long.toString(warmUpMillis),
                Integer.toString(leastReads)));
    for (Region region : regions) {
      arguments.add(text(region.offset()));
      arguments.add(text(region.shape()));
    }
    return arguments;
  }

  private static String text(int[] numbers) {
    return Arrays.toString(numbers).replaceAll("[\\[\\] ]", "");
  }

  /** Reads {@link #arguments}. */
  static ReadJob of(String[] arguments) {
    int[] shard = numbers(arguments[10]);
    List<Region> regions = new ArrayList<>();
    for (int i = 16; i < arguments.length; i += 2) {
      regions.add(new Region(numbers(arguments[i]), numbers(arguments[i + 1])));
    }
    return new ReadJob(
        Contestant.valueOf(arguments[0]),
        URI.create(arguments[1]),
        Protocol.valueOf(arguments[2]),
        arguments[3],
        new Dataset(
            arguments[4],
            numbers(arguments[5]),
            numbers(arguments[6]),
            Dataset.Encoding.valueOf(arguments[7]),
            Integer.parseInt(arguments[8]),
            Integer.parseInt(arguments[9]),
            shard.length == 0 ? null : shard),
        regions,
        Integer.parseInt(arguments[11]),
        Boolean.parseBoolean(arguments[12]),
        Boolean.parseBoolean(arguments[13]),
        Long.parseLong(arguments[14]),
        Integer.parseInt(arguments[15]));
  }

  private static int[] numbers(String text) {
    String[] each = text.isEmpty() ? new String[0] : text.split(",", -1);
    int[] numbers = new int[each.length];
    for (int i = 0; i < each.length; i++) {
      numbers[i] = Integer.parseInt(each[i]);
    }
    return numbers;
  }

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
    int size = 0;
    for (Region region : regions) {
      size += region.size();
    }
    return size;
  }

  /** The same, of its first row alone: one chunk where those are large. */
  ReadJob firstChunk() {
    return of(List.of(region().first(1)), warmUpMillis, leastReads);
  }

  /** The same, without more than the least of reads. */
  ReadJob rehearsal(int reads) {
    return of(regions, 0, reads);
  }

  private ReadJob of(List<Region> parts, long millis, int reads) {
    return new ReadJob(
        contestant,
        endpoint,
        protocol,
        certificate,
        data,
        parts,
        atOnce,
        told,
        writes,
        millis,
        reads);
  }
}
