package dev.zarrasync.cli;

import java.io.PrintWriter;
import java.time.Duration;

/** Prints a line when ten seconds have passed since the last. */
final class LineMeter implements Meter {

  private static final long INTERVAL = Duration.ofSeconds(10).toNanos();

  private final String task;
  private final String unit;
  private final PrintWriter out;

  // Guarded by this.
  private long total;
  private long done;
  private long bytes;
  private long printed = System.nanoTime();

  LineMeter(String task, String unit, PrintWriter out) {
    this.task = task;
    this.unit = unit;
    this.out = out;
  }

  @Override
  public synchronized void total(long count) {
    total = count;
  }

  @Override
  public synchronized void step(long count, long more) {
    done += count;
    bytes += more;
    long now = System.nanoTime();
    if (now - printed >= INTERVAL) {
      printed = now;
      String size = bytes == 0 ? "" : ", %,d bytes".formatted(bytes);
      out.println("%s: %,d of %,d %s%s".formatted(task, done, total, unit, size));
    }
  }

  @Override
  public void close() {}
}
