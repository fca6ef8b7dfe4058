package dev.zarrasync.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the benchmarks, and writes their results as JSON, Markdown and PNG. */
@Command(
    name = "benchmarks",
    mixinStandardHelpOptions = true,
    description = "Measures reads side by side with those of other libraries.")
final class Benchmarks implements Callable<Integer> {

  private static final String COMMAND = "mvn -q -Pbenchmarks -pl benchmarks -am verify";

  /** What is measured in this JVM. */
  private static final Map<String, Probe> PROBES =
      Map.of(
          "adaptive", lab -> new AdaptiveRead(lab).run(),
          "hedge", lab -> new HedgedRead(lab).run(),
          "objects", lab -> new SingleObjects(lab).run(),
          "outage", lab -> new Outage(lab).run(),
          "tasks", lab -> new TasksBesideFetching(lab).run());

  @FunctionalInterface
  private interface Probe {
    void run(Lab lab) throws Exception;
  }

  @Option(names = "--out", required = true, description = "the directory for results")
  private Path out = Path.of("");

  @Option(
      names = "--work",
      required = true,
      description = "the directory for the virtual environment of Python")
  private Path work = Path.of("");

  @Option(names = "--launcher", required = true, description = "the launcher of the command line")
  private Path launcher = Path.of("");

  @Option(names = "--readme", description = "the page whose table is written anew")
  private @Nullable Path readme;

  @Option(names = "--smoke", description = "in small, to see that it works")
  private boolean smoke;

  @Option(names = "--full", description = "the slow read all, instead of a sample: half an hour")
  private boolean full;

  @Option(names = "--no-python", description = "without the contestants in Python")
  private boolean noPython;

  @Option(names = "--rounds", description = "how often each contestant reads")
  private @Nullable Integer rounds;

  @Option(
      names = "--only",
      split = ",",
      description =
          "some of: tiny, series, slab, tiles, sparse, vast, tiny-512, tiny-http, tiny-http-512,"
              + " tiny-h2-512, tiny-tls-512, slab-http, slab-h2, slab-tls, faults, shards,"
              + " shards-window, shards-random, tiles-zstd, tiles-gzip, write, local-tiny,"
              + " local-tiles, local-large, styles; start for the command line; defaults for reads"
              + " with the defaults of the JVM; targets for those with a required ratio to others;"
              + " or, printed and not saved, adaptive, hedge, objects, outage, tasks. Without --publish, results go to the directory of --work")
  private @Nullable List<String> only;

  @Option(
      names = "--by",
      split = ",",
      description =
          "some of the contestants, whose results are not published: ${COMPLETION-CANDIDATES}")
  private @Nullable List<Contestant> by;

  @Option(
      names = "--publish",
      description = "puts the results of --only in the place of the published ones")
  private boolean publish;

  @Option(names = "--render", description = "draws the results of an earlier run again")
  private boolean render;

  @Option(names = "--jmh", description = "the inner parts alone, with JMH")
  private boolean jmh;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final PrintStream console = System.out;

  private Benchmarks() {}

  /**
   * Runs the benchmarks.
   *
   * @param args options
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Benchmarks()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    if (by != null && (only == null || publish)) {
      throw new ParameterException(
          spec.commandLine(), "--by goes with --only, and not with --publish");
    }
    // What is not all of it is published only where that is wanted.
    Path directory = only == null || publish ? out : work.resolve("results");
    Files.createDirectories(directory);
    if (jmh) {
      InnerParts.run(Machine.here(command()), smoke, directory);
      return 0;
    }
    if (only != null && PROBES.keySet().containsAll(only)) {
      console.println(probe(only, scale()));
      return 0;
    }
    Path json = directory.resolve("results.json");
    Results earlier =
        render || publish ? Json.MAPPER.readValue(json.toFile(), Results.class) : null;
    if (!render) {
      Results measured = measure();
      Json.MAPPER
          .writerWithDefaultPrettyPrinter()
          .writeValue(json.toFile(), earlier == null ? measured : measured.over(earlier));
    }
    Results results = Json.MAPPER.readValue(json.toFile(), Results.class);
    render(results, directory);
    if ((only == null || publish) && readme != null) {
      ReadmeTable.update(results, readme);
    }
    console.printf("%n%s%n%s%n", Requirements.of(results), directory.resolve("results.md"));
    return 0;
  }

  /** Writes the page and the pictures. */
  static void render(Results results, Path directory) throws IOException {
    Files.writeString(directory.resolve("results.md"), Markdown.of(results));
    for (WorkloadResult workload : results.workloads()) {
      if (workload.entries().stream().anyMatch(Entry::ran)) {
        BarChart.save(workload, directory.resolve(workload.name() + ".png"));
      }
    }
    if (results.styles() != null) {
      StyleChart.save(results.styles(), directory.resolve("styles.png"));
    }
  }

  /** Measures our reads in this JVM, each on a server of its own. */
  static Page probe(List<String> names, Scale scale) throws Exception {
    Page page = new Page();
    for (String name : names) {
      try (Lab lab = Lab.open(scale, page)) {
        Objects.requireNonNull(PROBES.get(name)).run(lab);
      }
    }
    return page;
  }

  private Scale scale() {
    return smoke ? Scale.SMOKE : Scale.FULL;
  }

  private Results measure() throws Exception {
    Scale scale = scale();
    List<String> missing = new ArrayList<>();
    Python python = python(missing);
    Machine machine = Machine.here(command());
    try (Track track = Track.open(scale, python)) {
      Race race = new Race(track, rounds == null ? scale.rounds() : rounds, full, console);
      List<WorkloadResult> results = new ArrayList<>();
      for (Workload workload : Workload.of(scale)) {
        if (wanted(workload.name())) {
          track.write(workload);
          results.add(race.run(workload, contestants(workload, python)));
        }
      }
      StyleResults styles =
          wanted("styles") ? new Styles(track, Styles.MOST_MIB, console).run(Styles.ALL) : null;
      StartResults starts =
          wanted("start")
              ? new Starts(launcher, console).run(rounds == null ? Starts.ROUNDS : rounds)
              : null;
      return new Results(machine, missing, results, styles, starts);
    }
  }

  /** What repeats this run. */
  private String command() {
    List<String> options = new ArrayList<>(spec.commandLine().getParseResult().originalArgs());
    for (String ofMaven : List.of("--out", "--work", "--readme", "--launcher")) {
      int index = options.indexOf(ofMaven);
      if (index >= 0) {
        options.subList(index, index + 2).clear();
      }
    }
    return options.isEmpty()
        ? COMMAND
        : COMMAND + " -Dbenchmarks=\"" + String.join(" ", options) + "\"";
  }

  private boolean wanted(String name) {
    return only == null
        || only.contains(name)
        || (only.contains("targets") && Workload.TARGETS.contains(name))
        || (only.contains("defaults") && name.endsWith("-defaults"));
  }

  private @Nullable Python python(List<String> missing) throws InterruptedException {
    String why = "switched off";
    if (!noPython) {
      try {
        return Python.install(work.resolve("python"));
      } catch (IOException e) {
        why = String.valueOf(e.getMessage());
      }
    }
    for (Contestant contestant : Contestant.values()) {
      if (contestant.pythonName() != null) {
        missing.add(contestant.title() + ": " + why);
      }
    }
    return null;
  }

  private List<Contestant> contestants(Workload workload, @Nullable Python python) {
    return workload.contestants().stream()
        .filter(contestant -> by == null || by.contains(contestant))
        .filter(contestant -> contestant.pythonName() == null || python != null)
        .toList();
  }
}
