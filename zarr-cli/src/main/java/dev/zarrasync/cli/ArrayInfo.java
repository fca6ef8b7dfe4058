package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.InvalidMetadataException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code .zarray} or {@code zarr.json} says of an array.
 *
 * @param header what it holds
 * @param unsupported why the array cannot be read, or null
 */
record ArrayInfo(ObjectNode header, @Nullable String unsupported) {

  private static final List<String> V2 =
      List.of("dtype", "compressor", "fill_value", "order", "filters", "dimension_separator");
  private static final List<String> V3 =
      List.of("data_type", "codecs", "fill_value", "chunk_key_encoding", "dimension_names");

  static ArrayInfo of(ObjectNode header) {
    try {
      var unused = ArrayMetadata.of(header);
      return new ArrayInfo(header, null);
    } catch (InvalidMetadataException e) {
      return new ArrayInfo(header, e.getMessage());
    }
  }

  /**
   * Answers in the names of the specification of its version. The members up to the counts are
   * those of any array: what can be read alone is a chunk, what is stored in one object a shard, if
   * it has chunks.
   */
  ObjectNode toJson() {
    boolean isV3 = NodeMetadata.isV3(header);
    ObjectNode info = JsonNodeFactory.instance.objectNode().put("type", "array");
    info.put("zarr_format", isV3 ? 3 : 2).set("shape", header.get("shape"));
    ChunkLayout layout = ChunkLayout.of(header);
    if (layout == null) {
      info.set("chunks", header.get("chunks"));
    } else {
      long[] grid = layout.grid(layout.chunks());
      put("chunks", layout.chunks(), info);
      if (layout.isSharded()) {
        put("shards", layout.objects(), info);
      }
      put("grid", grid, info);
      info.put("chunk_count", Region.product(grid));
      if (layout.isSharded()) {
        info.put("shard_count", Region.product(layout.grid(layout.objects())));
      }
    }
    for (String name : isV3 ? V3 : V2) {
      info.set(name, header.get(name));
    }
    if (unsupported != null) {
      info.put("unsupported", unsupported);
    }
    return info;
  }

  private static void put(String name, long[] values, ObjectNode info) {
    ArrayNode array = info.putArray(name);
    for (long value : values) {
      array.add(value);
    }
  }
}
