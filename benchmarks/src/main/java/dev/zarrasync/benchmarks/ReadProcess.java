package dev.zarrasync.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.zarrasync.benchmarks.Measurement.Used;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One contestant's reads in a JVM of its own. It warms up; then, until it is ended, it says {@link
 * #READY}, waits for a line, reads, and prints what it measured. The script {@code contestant.py}
 * does the same.
 */
final class ReadProcess {

  static final String READY = "READY";
  static final String RESULT = "RESULT ";

  private static final int FRESH_READS = 2;

  private ReadProcess() {}

  /**
   * Runs until it is ended.
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
    if (job.warmUpMillis() < 0) {
      // Loads what is loaded once: what is measured then is the memory of one read.
      try (Reader first = job.contestant().open(job.firstChunk())) {
        var unused = first.read();
      }
    }
    Stopwatch fresh = new Stopwatch();
    try (Reader reader = job.contestant().open(job)) {
      int warmUps = job.warmUpMillis() < 0 ? 0 : warmUp(reader, job.warmUpMillis(), fresh);
      for (List<Used> laps = fresh.laps; isTold(); laps = List.of()) {
        Meter meter = new Meter();
        short[] values = reader.read();
        Measurement measured = meter.stop(warmUps, laps).of(values);
        System.out.println(RESULT + Json.MAPPER.writeValueAsString(measured));
      }
    }
  }

  private static boolean isTold() throws IOException {
    System.gc();
    System.out.println(READY);
    return System.in.read() >= 0;
  }

  private static int warmUp(Reader reader, long millis, Stopwatch fresh) throws Exception {
    long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    long start = System.nanoTime();
    int reads = 0;
    while (System.nanoTime() - start <= nanos || reads < FRESH_READS) {
      var unused = reader.read();
      reads++;
      fresh.lap();
    }
    return reads;
  }

  /** Takes what the first reads cost: the first with all that comes before it. */
  private static final class Stopwatch {

    private final OperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    final List<Used> laps = new ArrayList<>();
    private long wall = System.nanoTime();
    private long cpu = system.getProcessCpuTime();

    void lap() {
      if (laps.size() < FRESH_READS) {
        long now = System.nanoTime();
        long used = system.getProcessCpuTime();
        laps.add(new Used((now - wall) / 1e9, (used - cpu) / 1e9));
        wall = now;
        cpu = used;
      }
    }
  }
}
