package dev.zarrasync.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.zarrasync.benchmarks.Measurement.Used;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One contestant's read in a JVM of its own. It warms up, says {@link #READY}, waits for a line,
 * reads, and prints what it measured. The script {@code contestant.py} does the same.
 */
final class ReadProcess {

  static final String READY = "READY";
  static final String RESULT = "RESULT ";

  private ReadProcess() {}

  /**
   * Runs once.
   *
   * @param args a {@link ReadJob} as JSON
   */
  public static void main(String[] args) {
    try {
      run(Json.MAPPER.readValue(args[0], ReadJob.class));
      // Whatever threads a library leaves.
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void run(ReadJob job) throws Exception {
    Stopwatch fresh = new Stopwatch();
    try (Reader reader = job.contestant().open(job)) {
      int warmUps = warmUp(reader, TimeUnit.MILLISECONDS.toNanos(job.warmUpMillis()), fresh);
      System.gc();
      System.out.println(READY);
      if (System.in.read() < 0) {
        throw new IOException("the parent is gone");
      }
      Meter meter = new Meter();
      short[] values = reader.read();
      Measurement measured = meter.stop(warmUps, fresh.laps);
      System.out.println(RESULT + Json.MAPPER.writeValueAsString(measured.of(values)));
    }
  }

  private static int warmUp(Reader reader, long nanos, Stopwatch fresh) throws Exception {
    long start = System.nanoTime();
    int reads = 0;
    while (System.nanoTime() - start <= nanos || (reads == 0 && nanos >= 0)) {
      var unused = reader.read();
      reads++;
      fresh.lap();
    }
    return reads;
  }

  /** Takes what the first two reads cost: the first with all that comes before it. */
  private static final class Stopwatch {
    private static final int LAPS = 2;

    private final OperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    final List<Used> laps = new ArrayList<>();
    private long wall = System.nanoTime();
    private long cpu = system.getProcessCpuTime();

    void lap() {
      if (laps.size() < LAPS) {
        long now = System.nanoTime();
        long used = system.getProcessCpuTime();
        laps.add(new Used((now - wall) / 1e9, (used - cpu) / 1e9));
        wall = now;
        cpu = used;
      }
    }
  }
}
