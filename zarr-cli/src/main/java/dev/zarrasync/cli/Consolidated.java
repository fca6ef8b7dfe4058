package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The consolidated metadata at the root of a store: {@code .zmetadata} of v2, or what {@code
 * zarr.json} has of v3.
 *
 * @param keys its own keys, and those of what it repeats
 */
record Consolidated(Set<String> keys) {

  private static final String V2 = ".zmetadata";

  /**
   * Reads the metadata.
   *
   * @return what it names, or null if there is none
   * @throws StoreException if it is damaged or names nothing
   */
  static @Nullable Consolidated read(AsyncStore store) throws StoreException {
    CompletableFuture<Fetched> v2 = store.get(V2);
    CompletableFuture<Fetched> v3 = store.get(NodeMetadata.V3);
    Set<String> keys = new LinkedHashSet<>();
    if (NodeMetadata.unlessDenied(v2) instanceof Fetched.Found found) {
      keys.add(V2);
      JsonNode entries = MetadataJson.parse(store, V2, found.bytes()).path("metadata");
      entries.properties().stream().map(Map.Entry::getKey).forEach(keys::add);
      if (keys.stream().noneMatch(key -> key.endsWith(".zarray") || key.endsWith(".zgroup"))) {
        throw new StoreException(Kind.CORRUPT, store, V2, "it names no group and no array", null);
      }
    }
    if (NodeMetadata.unlessDenied(v3) instanceof Fetched.Found found) {
      ObjectNode group = MetadataJson.parse(store, NodeMetadata.V3, found.bytes());
      if (group.path("consolidated_metadata").path("metadata") instanceof ObjectNode entries) {
        keys.add(NodeMetadata.V3);
        entries.fieldNames().forEachRemaining(path -> keys.add(path + "/" + NodeMetadata.V3));
      }
    }
    return keys.isEmpty() ? null : new Consolidated(keys);
  }
}
