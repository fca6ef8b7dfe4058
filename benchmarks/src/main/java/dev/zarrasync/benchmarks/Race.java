package dev.zarrasync.benchmarks;

import dev.zarrasync.benchmarks.Contestant.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Has contestants read a workload in turn, round for round: a change of the machine meets all. */
final class Race {

  private final Track track;
  private final int rounds;
  private final boolean full;
  private final PrintStream out;

  /**
   * Makes a race.
   *
   * @param rounds how often each reads, in a new process each time
   * @param full whether the slow read all, instead of a sample
   */
  Race(Track track, int rounds, boolean full, PrintStream out) {
    this.track = track;
    this.rounds = rounds;
    this.full = full;
    this.out = out;
  }

  WorkloadResult run(Workload workload, List<Contestant> contestants) throws IOException {
    out.printf("%n%s: %s; %s%n", workload.name(), workload.title(), workload.conditions());
    Map<Contestant, List<Run>> runs = new EnumMap<>(Contestant.class);
    Map<Contestant, String> failures = new EnumMap<>(Contestant.class);
    for (int round = 0; round < rounds; round++) {
      for (Contestant contestant : contestants) {
        boolean once = contestant.kind() == Kind.SLOW && round > 0;
        if (!once && !failures.containsKey(contestant)) {
          run(workload, contestant, runs, failures);
        }
      }
    }
    List<Entry> entries = new ArrayList<>();
    for (Contestant contestant : contestants) {
      entries.add(
          new Entry(
              contestant.title(),
              contestant.kind(),
              workload.chunks(workload.regions()),
              workload.chunks(regions(workload, contestant)),
              track.jvm(contestant, workload),
              failures.containsKey(contestant) ? null : track.classes(contestant, workload),
              runs.getOrDefault(contestant, List.of()),
              failures.get(contestant)));
    }
    return new WorkloadResult(
        workload.name(),
        workload.title(),
        workload.conditions().toString(),
        Short.BYTES * workload.regions().stream().mapToLong(Region::size).sum(),
        track.storedBytes(workload),
        entries);
  }

  private void run(
      Workload workload,
      Contestant contestant,
      Map<Contestant, List<Run>> runs,
      Map<Contestant, String> failures)
      throws IOException {
    try {
      List<Run> ran = track.run(contestant, workload, regions(workload, contestant));
      List<Run> kept = runs.computeIfAbsent(contestant, key -> new ArrayList<>());
      ran.forEach(run -> kept.add(new Run(run.measured().summary(), run.counts())));
      Measurement first = ran.get(0).measured();
      out.printf(
          Locale.ROOT,
          "  %-26s %8.3f s, of a fresh process %8.3f s%n",
          contestant.title(),
          first.wallSeconds(),
          first.fresh().get(0).wallSeconds());
    } catch (FailedRunException e) {
      runs.remove(contestant);
      failures.put(contestant, e.getMessage());
      out.printf("  %-26s %s%n", contestant.title(), e.getMessage());
    }
  }

  private List<Region> regions(Workload workload, Contestant contestant) {
    return contestant.kind() == Kind.SLOW && !full
        ? List.of(workload.sample())
        : workload.regions();
  }
}
