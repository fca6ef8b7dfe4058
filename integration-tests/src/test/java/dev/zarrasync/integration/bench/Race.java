package dev.zarrasync.integration.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs contestants in turn, round for round, so that a change of the machine meets them all. */
final class Race {

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final ServerProcess server;
  private final int warmUps;
  private final int rounds;

  Race(ServerProcess server, int warmUps, int rounds) {
    this.server = server;
    this.warmUps = warmUps;
    this.rounds = rounds;
  }

  List<Result> run(List<Contestant> contestants) throws Exception {
    List<Lane> lanes = contestants.stream().map(Lane::new).toList();
    for (int round = 0; round < warmUps + rounds; round++) {
      for (Lane lane : lanes) {
        lane.run(round);
      }
    }
    return lanes.stream().map(Lane::result).toList();
  }

  private final class Lane {
    final Contestant contestant;
    final List<Double> seconds = new ArrayList<>();
    long cpuNanos;
    long serverCpuMillis;
    Counts counts = Counts.NONE;

    Lane(Contestant contestant) {
      this.contestant = contestant;
    }

    void run(int round) throws Exception {
      // Nobody is charged for the garbage of those before.
      System.gc();
      long serverCpu = server.takeCounts().cpuMillis();
      long cpu = PROCESS.getProcessCpuTime();
      long start = System.nanoTime();
      contestant.task().run(round);
      long end = System.nanoTime();
      if (round >= warmUps) {
        seconds.add((end - start) / 1e9);
        cpuNanos += PROCESS.getProcessCpuTime() - cpu;
        counts = server.takeCounts();
        serverCpuMillis += counts.cpuMillis() - serverCpu;
      }
    }

    Result result() {
      Collections.sort(seconds);
      return new Result(
          contestant,
          seconds.get(seconds.size() / 2),
          seconds.get(0),
          cpuNanos / 1e9 / rounds,
          serverCpuMillis / 1e3 / rounds,
          counts);
    }
  }
}
