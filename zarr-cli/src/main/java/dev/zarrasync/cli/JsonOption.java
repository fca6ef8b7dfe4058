package dev.zarrasync.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The option of commands that can answer in JSON. */
final class JsonOption {

  /** Reads NaN and infinities as bare words, too, as xarray and GDAL write them. */
  static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  @Option(names = "--json", description = "Answer in JSON.")
  private boolean json;

  boolean isSet() {
    return json;
  }

  static void print(JsonNode answer, PrintWriter out) throws JsonProcessingException {
    out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
  }
}
