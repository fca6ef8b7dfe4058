package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.ArrayMetadata;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code .zarray} says of an array.
 *
 * @param header what it holds
 * @param unsupported why the array cannot be read, or null
 */
record ArrayInfo(JsonNode header, @Nullable String unsupported) {

  private static final List<String> MEMBERS =
      List.of("dtype", "compressor", "fill_value", "order", "filters", "dimension_separator");

  static ArrayInfo of(JsonNode header, byte[] stored) {
    try {
      var unused = ArrayMetadata.parse(stored).forJZarr();
      return new ArrayInfo(header, null);
    } catch (IOException e) {
      return new ArrayInfo(header, e.getMessage());
    }
  }

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
      long chunks = ArrayGrid.count(size, chunk);
      grid.add(chunks);
      count = count.multiply(BigInteger.valueOf(chunks));
    }
    info.put("chunk_count", count);
    MEMBERS.forEach(name -> info.set(name, header.get(name)));
    if (unsupported != null) {
      info.put("unsupported", unsupported);
    }
    return info;
  }
}
