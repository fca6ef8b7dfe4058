package dev.zarrasync.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.zarrasync.benchmarks.Lab.Task;
import dev.zarrasync.benchmarks.bare.Bare;
import dev.zarrasync.benchmarks.bare.BareClient;
import dev.zarrasync.benchmarks.bare.SdkBareClient;
import dev.zarrasync.benchmarks.server.Protocol;
import dev.zarrasync.s3.S3Store;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Large objects alone or few at once: one GET for each, the SDK's client in C, and our store. */
final class SingleObjects {

  private static final List<Integer> AT_ONCE = List.of(1, 4);
  private static final int MOST_MIB = 512;
  private static final int ROUNDS = 3;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Lab lab;

  SingleObjects(Lab lab) {
    this.lab = lab;
  }

  void run() throws Exception {
    for (int mib : lab.scale.objectMiB()) {
      byte[] noise = new byte[mib << 20];
      new SplittableRandom(mib).nextBytes(noise);
      for (String key : keys(mib, Math.min(4, MOST_MIB / mib))) {
        lab.server.put(key, noise);
      }
    }
    table(lab.scale.bandwidth());
    table(0);
  }

  private void table(long bandwidth) throws Exception {
    lab.server.answerAfter(lab.scale.delay(), bandwidth);
    Table table =
        new Table("MiB", "at once", "one GET", "S3 CRT", "ours", "ours/one GET", "ours/S3 CRT");
    URI endpoint = lab.server.endpoint(Protocol.S3);
    try (SdkBareClient crt = Bare.sdk(endpoint, 32);
        BareClient parts = Bare.parts(endpoint, 64);
        S3Store ours = Ours.open(lab.server)) {
      for (int mib : lab.scale.objectMiB()) {
        for (int count : AT_ONCE) {
          if (mib * count <= MOST_MIB) {
            List<String> keys = keys(mib, count);
            Lane whole = new Lane(() -> crt.getAll(keys));
            Lane inParts = new Lane(() -> parts.getAll(keys));
            Lane own = new Lane(() -> Lab.getAll(ours, keys));
            // The first does not count.
            for (int round = 0; round <= ROUNDS; round++) {
              whole.run(round > 0);
              inParts.run(round > 0);
              own.run(round > 0);
            }
            table.add(
                Integer.toString(mib),
                Integer.toString(count),
                whole.toString(),
                inParts.toString(),
                own.toString(),
                Page.format("%.2f", own.median() / whole.median()),
                Page.format("%.2f", own.median() / inParts.median()));
          }
        }
      }
    }
    lab.page
        .heading(
            "Large objects, %d ms, %s a connection: median s (CPU)",
            lab.scale.delay().toMillis(),
            bandwidth == 0 ? "no limit" : bandwidth / 1_000_000 + " MB/s")
        .table(table);
  }

  private static List<String> keys(int mib, int count) {
    return IntStream.range(0, count).mapToObj(i -> "object-" + mib + "-" + i).toList();
  }

  private static final class Lane {
    private final Task task;
    private final List<Double> seconds = new ArrayList<>();
    private double cpu;

    Lane(Task task) {
      this.task = task;
    }

    void run(boolean counts) throws Exception {
      // Nobody is charged for the garbage of those before.
      System.gc();
      long before = PROCESS.getProcessCpuTime();
      double took = Lab.seconds(task);
      if (counts) {
        seconds.add(took);
        cpu += (PROCESS.getProcessCpuTime() - before) / 1e9 / ROUNDS;
      }
    }

    double median() {
      return seconds.stream().sorted().toList().get(ROUNDS / 2);
    }

    @Override
    public String toString() {
      return Page.format("%.3f (%.2f)", median(), cpu);
    }
  }
}
