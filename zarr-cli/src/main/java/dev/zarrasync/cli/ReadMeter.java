package dev.zarrasync.cli;

import dev.zarrasync.fetch.Progress;

/** Tells a meter of the chunks of some reads, one after the other. */
final class ReadMeter implements Progress {

  private final Meter meter;

  // Guarded by this.
  private long reached;

  ReadMeter(Meter meter) {
    this.meter = meter;
  }

  /** A read is done, and the next begins. */
  synchronized void next() {
    reached = 0;
  }

  /** Threads may overtake each other on the way here. */
  @Override
  public synchronized void update(long done, long total, long bytes) {
    long now = Math.min(done, total); // What a shard that changed had is counted again.
    if (now > reached) {
      meter.step(now - reached, 0);
      reached = now;
    }
  }
}
