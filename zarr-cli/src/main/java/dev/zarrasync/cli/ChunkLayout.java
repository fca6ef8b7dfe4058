package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * How an array is cut up. That is known of arrays that cannot be read, too.
 *
 * @param shape the array's size in each dimension
 * @param objects the size of what is stored in one object: a shard, or a chunk
 * @param chunks the size of what can be read alone: in a shard, a chunk of it
 * @param isSharded whether the two may differ
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ChunkLayout(long[] shape, long[] objects, long[] chunks, boolean isSharded) {

  /** Takes the layout from {@code .zarray} or {@code zarr.json}; null if it does not tell. */
  static @Nullable ChunkLayout of(JsonNode header) {
    JsonNode grid = header.path("chunk_grid");
    JsonNode objects =
        NodeMetadata.isV3(header)
            ? grid.path("configuration").path(isRegular(grid) ? "chunk_shape" : "")
            : header.path("chunks");
    JsonNode first = header.path("codecs").path(0);
    boolean isSharded =
        header.path("codecs").size() == 1 && first.path("name").asText().equals("sharding_indexed");
    long[] shape = sizes(header.path("shape"));
    long[] stored = chunks(objects, shape);
    long[] inner =
        isSharded ? chunks(first.path("configuration").path("chunk_shape"), shape) : stored;
    return shape == null || stored == null || inner == null
        ? null
        : new ChunkLayout(shape, stored, inner, isSharded);
  }

  private static boolean isRegular(JsonNode grid) {
    return grid.path("name").asText().equals("regular");
  }

  /** Writers cut a dimension without a length into chunks without one. */
  private static long @Nullable [] chunks(JsonNode array, long @Nullable [] shape) {
    long[] chunks = sizes(array);
    if (chunks == null || shape == null || chunks.length != shape.length) {
      return null;
    }
    for (int i = 0; i < chunks.length; i++) {
      if (chunks[i] == 0 && shape[i] > 0) {
        return null;
      }
      chunks[i] = Math.max(1, chunks[i]);
    }
    return chunks;
  }

  private static long @Nullable [] sizes(JsonNode array) {
    if (!array.isArray()) {
      return null;
    }
    long[] sizes = new long[array.size()];
    for (int i = 0; i < sizes.length; i++) {
      JsonNode size = array.get(i);
      if (!size.canConvertToExactIntegral() || !size.canConvertToLong() || size.longValue() < 0) {
        return null;
      }
      sizes[i] = size.longValue();
    }
    return sizes;
  }

  /** Counts the objects, or the chunks, in each dimension. */
  long[] grid(long[] size) {
    long[] counts = new long[shape.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = shape[i] / size[i] + (shape[i] % size[i] == 0 ? 0 : 1);
    }
    return counts;
  }
}
