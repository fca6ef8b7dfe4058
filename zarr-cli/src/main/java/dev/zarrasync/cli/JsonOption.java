package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The option of commands that can answer in JSON. */
final class JsonOption {

  @Option(names = "--json", description = "Answer in JSON.")
  private boolean json;

  boolean isSet() {
    return json;
  }

  static void print(JsonNode answer, PrintWriter out) {
    out.println(answer.toPrettyString());
  }
}
