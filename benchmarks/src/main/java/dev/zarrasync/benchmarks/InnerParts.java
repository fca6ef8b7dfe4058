package dev.zarrasync.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Table table = new Table("what", "µs", "±");
    for (JsonNode each : results) {
      String name = each.path("benchmark").asText();
      StringBuilder title = new StringBuilder(name.substring(name.lastIndexOf('.') + 1));
      each.path("params").forEach(value -> title.append(' ').append(value.asText()));
      JsonNode metric = each.path("primaryMetric");
      table.add(
          title.toString(),
          Page.format("%,.3f", metric.path("score").asDouble()),
          Page.format("%,.3f", metric.path("scoreError").asDouble()));
    }
    return new Page()
        .paragraph("# Inner parts")
        .paragraph(
            "%s: %d processors, JDK %s. Average time of one call, by JMH, with the error of 99.9 %%"
                + " confidence.",
            machine.date(), machine.processors(), machine.jdk())
        .paragraph("```\n%s\n```", machine.command())
        .table(table)
        .toString();
  }
}
