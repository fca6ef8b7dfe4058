package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.ArrayMetadata;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What {@code info} says of an array.
 *
 * @param header what {@code .zarray} holds
 */
record ArrayInfo(JsonNode header) {

  private static final List<String> MEMBERS =
      List.of("dtype", "compressor", "fill_value", "order", "filters", "dimension_separator");

  /** Answers in the names of the Zarr v2 specification, and adds how many chunks there are. */
  ObjectNode toJson() {
    ObjectNode info = JsonOption.JSON.createObjectNode().put("type", "array");
    info.set("shape", header.get("shape"));
    info.set("chunks", header.get("chunks"));
    ArrayNode grid = info.putArray("grid");
    BigInteger count = BigInteger.ONE;
    for (int i = 0; i < header.path("shape").size(); i++) {
      long size = header.path("shape").path(i).asLong();
      long chunk = Math.max(1, header.path("chunks").path(i).asLong());
      long chunks = size / chunk + (size % chunk == 0 ? 0 : 1);
      grid.add(chunks);
      count = count.multiply(BigInteger.valueOf(chunks));
    }
    info.put("chunk_count", count);
    MEMBERS.forEach(name -> info.set(name, header.get(name)));
    try {
      var unused = ArrayMetadata.parse(header.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      info.put("unsupported", e.getMessage());
    }
    return info;
  }
}
