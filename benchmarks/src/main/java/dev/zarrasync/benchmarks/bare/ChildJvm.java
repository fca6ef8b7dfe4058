package dev.zarrasync.benchmarks.bare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of this class path in a JVM of its own. */
final class ChildJvm {

  private ChildJvm() {}

  /** Runs it, and passes on what it prints as errors. */
  static Process start(List<String> options, Class<?> main, String... arguments)
      throws IOException {
    return new ProcessBuilder(command(options, main, arguments))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Runs it where it may well fail. */
  static Process quiet(List<String> options, Class<?> main, String... arguments)
      throws IOException {
    return new ProcessBuilder(command(options, main, arguments))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<String> command(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
