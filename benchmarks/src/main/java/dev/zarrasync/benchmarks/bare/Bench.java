package dev.zarrasync.benchmarks.bare;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/**
 * Measures our reads against bare clients, in one run on one server that answers late. Prints
 * tables, and whether what is required holds: the exit status does not say so, for the machine may
 * be busy.
 */
final class Bench {

  /** What runs where nothing is named. */
  static final List<String> DEFAULT =
      List.of(
          "small",
          "large",
          "memory",
          "sparse",
          "threshold",
          "http",
          "adaptive",
          "hedge",
          "faults",
          "outage");

  private Bench() {}

  /**
   * Runs the benchmark.
   *
   * @param args what to run, separated by commas
   */
  public static void main(String[] args) throws Exception {
    List<String> names =
        args.length == 0 || args[0].isBlank() ? DEFAULT : Arrays.asList(args[0].split(",", -1));
    run(names, Scale.FULL, new Report(System.out));
    System.exit(0);
  }

  static void run(List<String> names, Scale scale, Report report) throws Exception {
    report.line(
        "JDK %s, %d processors shared by client and server, load average %.2f",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    for (String name : names) {
      // Each finds an empty bucket.
      try (ServerProcess server = ServerProcess.start()) {
        run(name, new Lab(server, scale, report));
      }
    }
  }

  private static void run(String name, Lab lab) throws Exception {
    long start = System.nanoTime();
    switch (name) {
      case "small" -> new SmallChunks(lab).run();
      case "large" -> new LargeChunks(lab).run();
      case "memory" -> new Memory(lab).run();
      case "sparse" -> new SparseChunks(lab).run();
      case "threshold" -> new Threshold(lab).run();
      case "http" -> new OverHttp(lab).run();
      case "adaptive" -> new AdaptiveRead(lab).run();
      case "hedge" -> new HedgedRead(lab).run();
      case "faults" -> new FaultyRead(lab).run();
      case "outage" -> new Outage(lab).run();
      default -> throw new IOException("There is no workload '" + name + "'");
    }
    lab.report().line("%n(%s took %.0f s)", name, (System.nanoTime() - start) / 1e9);
  }
}
