package dev.zarrasync.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The option of commands that can answer in JSON. */
final class JsonOption {

  static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--json", description = "Answer in JSON.")
  private boolean json;

  boolean isSet() {
    return json;
  }

  static void print(JsonNode answer, PrintWriter out) throws JsonProcessingException {
    out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
  }
}
