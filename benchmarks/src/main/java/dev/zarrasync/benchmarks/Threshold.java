package dev.zarrasync.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.zarrasync.benchmarks.Lab.Task;
import dev.zarrasync.benchmarks.bare.Bare;
import dev.zarrasync.benchmarks.bare.BareClient;
import dev.zarrasync.benchmarks.bare.SdkBareClient;
import dev.zarrasync.benchmarks.server.Protocol;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** From which size on parts pay: one GET for each object against the S3 CRT client. */
final class Threshold {

  private static final List<Integer> AT_ONCE = List.of(1, 4, 16);
  private static final int ROUNDS = 3;
  private static final int PART = 8 << 20;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Lab lab;

  Threshold(Lab lab) {
    this.lab = lab;
  }

  void run() throws Exception {
    for (int mib : lab.scale.objectMiB()) {
      byte[] noise = new byte[mib << 20];
      new SplittableRandom(mib).nextBytes(noise);
      lab.server.put(key(mib), noise);
    }
    table(lab.scale.bandwidth());
    table(0);
  }

  private void table(long bandwidth) throws Exception {
    lab.server.answerAfter(lab.scale.delay(), bandwidth);
    Table table =
        new Table(
            "MiB", "at once", "CRT HTTP", "Netty", "S3 CRT", "ranges", "S3 CRT/one", "ranges/one");
    URI endpoint = lab.server.endpoint(Protocol.S3);
    try (SdkBareClient crt = Bare.sdk(endpoint, 32);
        BareClient netty = Bare.netty(endpoint, 32);
        BareClient parts = Bare.parts(endpoint, 64)) {
      for (int mib : lab.scale.objectMiB()) {
        for (int count : AT_ONCE) {
          List<String> keys = Collections.nCopies(count, key(mib));
          List<Lane> lanes =
              List.of(
                  new Lane(() -> crt.getAll(keys)),
                  new Lane(() -> netty.getAll(keys)),
                  new Lane(() -> parts.getAll(keys)),
                  new Lane(() -> ranges(crt, keys, mib << 20)));
          // The first does not count.
          for (int round = 0; round <= ROUNDS; round++) {
            for (Lane lane : lanes) {
              lane.run(round > 0);
            }
          }
          List<String> cells = new ArrayList<>(List.of("" + mib, "" + count));
          lanes.forEach(lane -> cells.add(lane.toString()));
          for (Lane other : lanes.subList(2, 4)) {
            cells.add(Page.format("%.2f", other.median() / lanes.get(0).median()));
          }
          table.add(cells.toArray(String[]::new));
        }
      }
    }
    lab.page
        .heading(
            "One GET, the S3 CRT client, or ranges of 8 MiB over CRT HTTP, %d ms, %s a connection:"
                + " median s (CPU)",
            lab.scale.delay().toMillis(),
            bandwidth == 0 ? "no limit" : bandwidth / 1_000_000 + " MB/s")
        .table(table);
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

  /** What an engine can do that knows the sizes: ranges of each object, all at once. */
  private static void ranges(SdkBareClient client, List<String> keys, int size) {
    List<CompletableFuture<byte[]>> parts = new ArrayList<>();
    for (String key : keys) {
      for (int start = 0; start < size; start += PART) {
        parts.add(client.get(key, start, Math.min(size, start + PART)));
      }
    }
    parts.forEach(CompletableFuture::join);
  }

  private static String key(int mib) {
    return "object-" + mib;
  }
}
