package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.ChunkKeys;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.hierarchy.ArrayHeader;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The chunks or shards of an array, which need not be understood.
 *
 * @param directory what their keys start with
 * @param counts how many there are in each dimension
 * @param keys what their keys may be
 * @param chunkBytes how many bytes one may have that is not encoded
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ArrayGrid(String directory, long[] counts, List<ChunkKeys> keys, long chunkBytes) {

  private static final List<String> SEPARATORS = List.of(".", "/");
  private static final int USUAL_SIZE = 8;

  /**
   * Makes the grid of an array.
   *
   * @param header what its {@code .zarray} or {@code zarr.json} holds
   * @return the grid, or null if it does not tell
   */
  static @Nullable ArrayGrid of(AsyncStore store, String directory, ObjectNode header) {
    ChunkLayout layout = ChunkLayout.of(header);
    if (layout == null) {
      return null;
    }
    long[] counts = layout.grid(layout.objects());
    List<ChunkKeys> keys =
        NodeMetadata.isV3(header)
            ? v3(header.path("chunk_key_encoding"))
            : v2(store, directory, header, counts.length);
    return keys.isEmpty() || Region.product(counts) == Long.MAX_VALUE
        ? null
        : new ArrayGrid(
            directory,
            counts,
            keys,
            Region.product(elementSize(header), Region.product(layout.objects())));
  }

  private static long elementSize(ObjectNode header) {
    try {
      return Math.max(1, ArrayMetadata.of(header).type().size());
    } catch (InvalidMetadataException e) {
      return USUAL_SIZE;
    }
  }

  private static List<ChunkKeys> v3(JsonNode encoding) {
    String name = encoding.isTextual() ? encoding.textValue() : encoding.path("name").asText();
    boolean isDefault = name.equals("default");
    String separator =
        encoding.path("configuration").path("separator").asText(isDefault ? "/" : ".");
    return SEPARATORS.contains(separator) && (isDefault || name.equals("v2"))
        ? List.of(new ChunkKeys(isDefault ? "c" : "", separator))
        : List.of();
  }

  private static List<ChunkKeys> v2(
      AsyncStore store, String directory, ObjectNode header, int rank) {
    String named = header.path("dimension_separator").asText();
    if (SEPARATORS.contains(named) || rank < 2) {
      return List.of(ChunkKeys.v2(rank < 2 ? "." : named));
    }
    try {
      ArrayHeader settled = ArrayHeader.load(store, directory.replaceFirst("/$", ""));
      if (settled != null
          && settled.metadata().format() == 2
          && settled.metadata().keys() != null) {
        return List.of(settled.metadata().keys());
      }
    } catch (IOException e) {
      // It is not supported: then both are asked for.
    }
    return SEPARATORS.stream().map(ChunkKeys::v2).toList();
  }

  /** Returns the keys of all chunks, in C order. Each is made when it is asked for. */
  Stream<String> objects() {
    return LongStream.range(0, Region.product(counts))
        .mapToObj(this::index)
        .flatMap(index -> keys.stream().map(key -> directory + key.key(index)));
  }

  private long[] index(long number) {
    long[] index = new long[counts.length];
    long rest = number;
    for (int i = counts.length - 1; i >= 0; i--) {
      index[i] = rest % counts[i];
      rest /= counts[i];
    }
    return index;
  }
}
