package dev.zarrasync.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the benchmarks, and writes their results as JSON, Markdown and PNG. */
@Command(
    name = "benchmarks",
    mixinStandardHelpOptions = true,
    description = "Measures reads side by side with those of other libraries.")
final class Benchmarks implements Callable<Integer> {

  private static final String COMMAND = "mvn -q -Pbenchmarks -pl benchmarks -am verify";

  @Option(names = "--out", required = true, description = "the directory for results")
  private Path out = Path.of("");

  @Option(
      names = "--work",
      required = true,
      description = "the directory for the virtual environment of Python")
  private Path work = Path.of("");

  @Option(names = "--smoke", description = "in small, to see that it works")
  private boolean smoke;

  @Option(names = "--full", description = "the slow read all, instead of a sample: half an hour")
  private boolean full;

  @Option(names = "--no-python", description = "without the contestants in Python")
  private boolean noPython;

  @Option(names = "--rounds", description = "how often each contestant reads")
  private @Nullable Integer rounds;

  @Option(names = "--only", split = ",", description = "some of: tiny, series, slab, tiles, styles")
  private @Nullable List<String> only;

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
    Files.createDirectories(out);
    if (jmh) {
      InnerParts.run(Machine.here(command()), smoke, out);
      return 0;
    }
    Path json = out.resolve("results.json");
    if (!render) {
      Json.MAPPER.writerWithDefaultPrettyPrinter().writeValue(json.toFile(), measure());
    }
    render(Json.MAPPER.readValue(json.toFile(), Results.class), out);
    return 0;
  }

  /** Writes the page and the pictures. */
  static void render(Results results, Path directory) throws IOException {
    Files.writeString(directory.resolve("results.md"), Markdown.of(results));
    for (WorkloadResult workload : results.workloads()) {
      BarChart.save(workload, directory.resolve(workload.name() + ".png"));
    }
    if (results.styles() != null) {
      StyleChart.save(results.styles(), directory.resolve("styles.png"));
    }
  }

  private Results measure() throws Exception {
    Scale scale = smoke ? Scale.SMOKE : Scale.FULL;
    if (rounds != null) {
      scale = scale.rounds(rounds);
    }
    List<String> missing = new ArrayList<>();
    Python python = python(missing);
    Machine machine = Machine.here(command());
    try (Track track = Track.open(scale, python)) {
      List<WorkloadResult> results = new ArrayList<>();
      for (Workload workload : Workload.of(scale)) {
        if (wanted(workload.name())) {
          track.write(workload.data());
          results.add(new Race(track, full, console).run(workload, contestants(python)));
        }
      }
      StyleResults styles = null;
      if (wanted("styles")) {
        track.write(Workload.slab(scale).data());
        styles = new Styles(track, Styles.MOST_MIB, console).run(Styles.ALL);
      }
      return new Results(machine, missing, results, styles);
    }
  }

  /** What repeats this run. */
  private String command() {
    List<String> options = new ArrayList<>(spec.commandLine().getParseResult().originalArgs());
    for (String ofMaven : List.of("--out", "--work")) {
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
    return only == null || only.contains(name);
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

  private static List<Contestant> contestants(@Nullable Python python) {
    return Arrays.stream(Contestant.values())
        .filter(contestant -> contestant != Contestant.POOL)
        .filter(contestant -> contestant.pythonName() == null || python != null)
        .toList();
  }
}
