package dev.zarrasync.benchmarks;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.DataType;
import dev.zarrasync.benchmarks.StartResults.Start;
import dev.zarrasync.file.FileStore;
import dev.zarrasync.jzarr.JZarrs;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Times processes of the command line, by its launcher and by {@code java -jar} in turn. */
final class Starts {

  static final int ROUNDS = 10;

  private final Path launcher;
  private final PrintStream console;

  /**
   * Prepares to run it.
   *
   * @param launcher beside which the jar and the archive are
   */
  Starts(Path launcher, PrintStream console) {
    this.launcher = launcher.toAbsolutePath().normalize();
    this.console = console;
  }

  /**
   * Runs each command.
   *
   * @param rounds how often, after once that is not counted
   * @throws IOException if one fails
   */
  StartResults run(int rounds) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("start");
    try (AsyncStore store = FileStore.at(directory)) {
      ArrayParams params =
          new ArrayParams().shape(4_096, 4_096).chunks(512, 512).dataType(DataType.u2);
      var unused = JZarrs.createArray(store, "array", params, Map.of("unit", "K"));
      return new StartResults(
          null,
          List.of(
              run(rounds, "--help"), run(rounds, "info", directory.resolve("array").toString())));
    }
  }

  private Start run(int rounds, String... args) throws IOException, InterruptedException {
    List<Double> launched = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      launched.add(seconds(List.of(launcher.toString()), args));
      plain.add(seconds(List.of(java(), "-jar", launcher + ".jar"), args));
    }
    Start start = new Start(args[0], launched.subList(1, rounds + 1), plain.subList(1, rounds + 1));
    console.printf("start: %s %.3f s%n", start.command(), StartResults.median(start.launched()));
    return start;
  }

  private static double seconds(List<String> program, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(program);
    command.addAll(Arrays.asList(args));
    ProcessBuilder process = new ProcessBuilder(command).redirectOutput(Redirect.DISCARD);
    process.environment().put("JAVA_HOME", System.getProperty("java.home"));
    long start = System.nanoTime();
    int exitCode = process.redirectError(Redirect.INHERIT).start().waitFor();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (exitCode != 0) {
      throw new IOException(command + " ended with " + exitCode);
    }
    return seconds;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
