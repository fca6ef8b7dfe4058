package dev.zarrasync.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs JMH's benchmarks, and makes a page of what it says. */
final class InnerParts {

  private InnerParts() {}

  /** Runs them, and writes JSON and Markdown. */
  static void run(Machine machine, boolean smoke, Path directory)
      throws RunnerException, IOException {
    Path json = directory.resolve("jmh.json");
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("dev\\.zarrasync\\.benchmarks\\.jmh\\..*")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .forks(smoke ? 0 : 1)
            .warmupIterations(smoke ? 0 : 4)
            .measurementIterations(smoke ? 1 : 5)
            .warmupTime(time(smoke))
            .measurementTime(time(smoke))
            .resultFormat(ResultFormatType.JSON)
            .shouldFailOnError(true)
            .verbosity(smoke ? VerboseMode.SILENT : VerboseMode.NORMAL)
            .result(json.toString());
    var unused = new Runner(options.build()).run();
    JsonNode results = Json.MAPPER.readTree(json.toFile());
    // A path of this machine.
    results.forEach(each -> ((ObjectNode) each).remove("jvm"));
    Json.MAPPER.writerWithDefaultPrettyPrinter().writeValue(json.toFile(), results);
    Files.writeString(directory.resolve("jmh.md"), markdown(machine, results));
  }

  private static TimeValue time(boolean smoke) {
    return smoke ? TimeValue.milliseconds(1) : TimeValue.seconds(1);
  }

  private static String markdown(Machine machine, JsonNode results) {
    StringBuilder text = new StringBuilder("# Inner parts\n\n");
    text.append(
            "%s: %d processors, JDK %s. Average time of one call, by JMH, with the error of 99.9 %%"
                .formatted(machine.date(), machine.processors(), machine.jdk()))
        .append(" confidence.\n\n```\n")
        .append(machine.command())
        .append("\n```\n\n| what | µs | ± |\n|---|--:|--:|\n");
    for (JsonNode each : results) {
      String name = each.path("benchmark").asText();
      StringBuilder parameters = new StringBuilder();
      each.path("params").forEach(value -> parameters.append(' ').append(value.asText()));
      text.append(
          String.format(
              Locale.ROOT,
              "| %s%s | %,.3f | %,.3f |%n",
              name.substring(name.lastIndexOf('.') + 1),
              parameters,
              each.path("primaryMetric").path("score").asDouble(),
              each.path("primaryMetric").path("scoreError").asDouble()));
    }
    return text.toString();
  }
}
