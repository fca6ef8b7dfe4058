package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.bare.BareClient;
import java.util.List;

/**
 * GETs of all stored chunks at once, whose bytes are dropped as they come: neither decoded nor
 * copied.
 */
final class BareReader implements Reader {

  private static final short[] NONE = {};

  private final BareClient client;
  private final List<String> keys;

  BareReader(ReadJob job, BareClient client) {
    this.client = client;
    this.keys = job.data().stored(job.grid());
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
