package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.Measurement.Used;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One contestant's reads in a JVM of its own. Before the first is timed, nothing is loaded that it
 * may need: no JSON, no management bean, no lambda. It warms up; then, until it is ended, it says
 * {@link #READY}, waits for a line, reads, and prints what it measured. The script {@code
 * contestant.py} does the same.
 */
final class ReadProcess {

  static final String READY = "READY";
  static final String RESULT = "RESULT ";

  private ReadProcess() {}

  /**
   * Runs until it is ended.
   *
   * @param args those of a {@link ReadJob}
   */
  public static void main(String[] args) {
    try {
      run(ReadJob.of(args));
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
      try (Reader first = Reader.open(job.firstChunk())) {
        var unused = first.read();
      }
    }
    short[] written = job.writes() ? job.data().values(job.region()) : null;
    Stopwatch fresh = new Stopwatch(job.leastReads());
    try (Reader reader = written == null ? Reader.open(job) : new ArrayWriter(job, written)) {
      int warmUps = job.warmUpMillis() < 0 ? 0 : warmUp(reader, job, fresh);
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

  private static int warmUp(Reader reader, ReadJob job, Stopwatch fresh) throws Exception {
    long nanos = TimeUnit.MILLISECONDS.toNanos(job.warmUpMillis());
    long start = System.nanoTime();
    int reads = 0;
    while (System.nanoTime() - start <= nanos || reads < job.leastReads()) {
      var unused = reader.read();
      reads++;
      fresh.lap();
    }
    return reads;
  }

  /** Takes what the first reads cost: the first with all that comes before it. */
  private static final class Stopwatch {

    final List<Used> laps = new ArrayList<>();
    private final int most;
    private long wall = System.nanoTime();
    private double cpu = ProcessorTime.seconds();

    Stopwatch(int most) {
      this.most = most;
    }

    void lap() {
      if (laps.size() < most) {
        double wallSeconds = (System.nanoTime() - wall) / 1e9;
        double cpuSeconds = ProcessorTime.seconds() - cpu;
        laps.add(new Used(wallSeconds, cpuSeconds, ResidentSet.peak()));
        cpu = ProcessorTime.seconds();
        wall = System.nanoTime();
      }
    }
  }
}
