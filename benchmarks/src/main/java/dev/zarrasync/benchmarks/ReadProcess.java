package dev.zarrasync.benchmarks;

import java.io.IOException;
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
    try (Reader reader = job.contestant().open(job)) {
      int warmUps = warmUp(reader, TimeUnit.MILLISECONDS.toNanos(job.warmUpMillis()));
      System.gc();
      System.out.println(READY);
      if (System.in.read() < 0) {
        throw new IOException("the parent is gone");
      }
      Meter meter = new Meter();
      short[] values = reader.read();
      Measurement measured = meter.stop(warmUps);
      System.out.println(RESULT + Json.MAPPER.writeValueAsString(measured.of(values)));
    }
  }

  private static int warmUp(Reader reader, long nanos) throws Exception {
    long start = System.nanoTime();
    int reads = 0;
    while (System.nanoTime() - start <= nanos || (reads == 0 && nanos >= 0)) {
      var unused = reader.read();
      reads++;
    }
    return reads;
  }
}
