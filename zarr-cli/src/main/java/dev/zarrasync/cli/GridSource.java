package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Keys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A source that cannot be listed, as a plain web server: the objects that its metadata tells of,
 * which are metadata and chunks. A chunk is asked for and may be missing.
 *
 * @param transfer copies one
 * @param metadata the keys of metadata
 * @param arrays the grids of chunks
 */
record GridSource(ProbedTransfer transfer, List<String> metadata, List<ArrayGrid> arrays)
    implements CopySource {

  private static final int METADATA_BYTES = 1 << 16;

  /**
   * Reads the consolidated metadata of a group, or the metadata of an array. An array that does not
   * tell which chunks it has is left out, and named as such.
   *
   * @return the source, or null if it has neither
   * @throws IOException if what it has is damaged
   */
  static @Nullable GridSource of(ProbedTransfer transfer) throws IOException {
    AsyncStore source = transfer.source();
    Consolidated consolidated = Consolidated.read(source);
    Collection<String> named = consolidated == null ? array(source) : consolidated.keys();
    if (named.isEmpty()) {
      return null;
    }
    List<String> metadata = new ArrayList<>(named);
    metadata.add(".zattrs");
    List<String> keys = new ArrayList<>();
    for (String key : metadata.stream().distinct().toList()) {
      String problem = Keys.problem(key);
      if (problem == null) {
        keys.add(key);
      } else {
        transfer.count().leftOut(key, "it is not a key: " + problem);
      }
    }
    return new GridSource(transfer, keys, grids(transfer, keys));
  }

  /** Returns the metadata of an array of either version, or of both. */
  private static List<String> array(AsyncStore source) throws IOException {
    CompletableFuture<Fetched> v2 = source.get(NodeMetadata.ARRAY);
    CompletableFuture<Fetched> v3 = source.get(NodeMetadata.V3);
    List<String> metadata = new ArrayList<>();
    if (NodeMetadata.unlessDenied(v2) instanceof Fetched.Found) {
      metadata.add(NodeMetadata.ARRAY);
    }
    if (NodeMetadata.unlessDenied(v3) instanceof Fetched.Found found
        && NodeMetadata.isArray(MetadataJson.parse(source, NodeMetadata.V3, found.bytes()))) {
      metadata.add(NodeMetadata.V3);
    }
    return metadata;
  }

  private static List<ArrayGrid> grids(ProbedTransfer transfer, List<String> metadata) {
    Map<String, CompletableFuture<Fetched>> headers = new LinkedHashMap<>();
    for (String key : metadata) {
      String name = key.substring(key.lastIndexOf('/') + 1);
      if (name.equals(NodeMetadata.ARRAY) || name.equals(NodeMetadata.V3)) {
        headers.put(key, transfer.source().get(key));
      }
    }
    List<ArrayGrid> grids = new ArrayList<>();
    headers.forEach(
        (key, header) -> {
          if (!(header.join() instanceof Fetched.Found found)) {
            transfer.count().leftOut(key, "it is missing, though consolidated metadata names it");
            return;
          }
          ObjectNode json = json(found);
          if (json == null || !json.path("node_type").asText().equals("group")) {
            String directory = key.substring(0, key.lastIndexOf('/') + 1);
            ArrayGrid grid = json == null ? null : ArrayGrid.of(transfer.source(), directory, json);
            if (grid == null) {
              transfer
                  .count()
                  .leftOut(key, "it does not tell which chunks there are: none is copied");
            } else {
              grids.add(grid);
            }
          }
        });
    return grids;
  }

  private static @Nullable ObjectNode json(Fetched.Found header) {
    try {
      return MetadataJson.parse(header.bytes());
    } catch (InvalidMetadataException e) {
      return null;
    }
  }

  @Override
  public Iterator<CopyJob> jobs() {
    Stream<Stream<CopyJob>> parts =
        Stream.concat(
            Stream.of(metadata.stream().map(key -> job(key, METADATA_BYTES))),
            arrays.stream().map(array -> array.objects().map(key -> job(key, array.chunkBytes()))));
    return new Flattened<>(parts.map(Stream::iterator).iterator());
  }

  private CopyJob job(String key, long bytes) {
    return new CopyJob(key, bytes, () -> transfer.copy(key));
  }

  /** Nothing: the size of each object was compared when it was copied. */
  @Override
  public void check() {}
}
