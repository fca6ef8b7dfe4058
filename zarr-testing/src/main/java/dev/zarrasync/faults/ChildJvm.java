package dev.zarrasync.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A run of a main class in a JVM of its own.
 *
 * @param exitCode the exit code of the process
 * @param output what it wrote to its output and error streams, without the JVM's own warnings
 */
public record ChildJvm(int exitCode, String output) {

  /** Runs to the end, or for half a minute. */
  public static ChildJvm run(Class<?> main, Path directory, String... options)
      throws IOException, InterruptedException {
    return run(main, directory, Map.of(), options);
  }

  /** Runs to the end, or for half a minute, with other variables of the environment. */
  public static ChildJvm run(
      Class<?> main, Path directory, Map<String, String> variables, String... options)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=crash.log"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(variables);
    Process process = builder.start();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("The child JVM hangs: " + Files.readString(output));
    }
    String written =
        Files.readString(output, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isEmpty() && !line.startsWith("WARNING: "))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    return new ChildJvm(process.exitValue(), written);
  }
}
