package dev.zarrasync.benchmarks.bare;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs contestants in turn, round for round, so that a change of the machine meets them all. */
final class Race {

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final LateServer server;
  private final Conditions conditions;

  /**
   * What a race runs under.
   *
   * @param delay how late the server answers
   * @param bandwidth of a connection in bytes a second, 0 if it is not bounded
   * @param warmUps how often each contestant runs before it counts: all but the last time without
   *     delay or bound, to have the code compiled soon
   * @param rounds how often it counts
   */
  record Conditions(Duration delay, long bandwidth, int warmUps, int rounds) {}

  Race(LateServer server, Conditions conditions) {
    this.server = server;
    this.conditions = conditions;
  }

  List<Result> run(List<Contestant> contestants) throws Exception {
    List<Lane> lanes = contestants.stream().map(Lane::new).toList();
    server.answerAfter(Duration.ZERO, 0);
    for (int round = 0; round < conditions.warmUps + conditions.rounds; round++) {
      if (round >= conditions.warmUps - 1) {
        server.answerAfter(conditions.delay, conditions.bandwidth);
      }
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
      if (round >= conditions.warmUps) {
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
          cpuNanos / 1e9 / conditions.rounds,
          serverCpuMillis / 1e3 / conditions.rounds,
          counts);
    }
  }
}
