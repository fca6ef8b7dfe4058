package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.bare.Bare;
import dev.zarrasync.benchmarks.bare.BareClient;
import java.util.List;

/** GETs of all chunks at once, whose bytes are dropped as they come: neither decoded nor copied. */
final class BareReader implements Reader {

  private static final short[] NONE = {};

  private final BareClient client;
  private final List<String> keys;

  BareReader(ReadJob job, Bare bare) {
    this.client = bare.open(job.endpoint(), job.atOnce());
    this.keys = List.copyOf(job.grid().chunks().keySet());
  }

  @Override
  public short[] read() {
    long unused = client.getAll(keys);
    return NONE;
  }

  @Override
  public void close() {
    client.close();
  }
}
