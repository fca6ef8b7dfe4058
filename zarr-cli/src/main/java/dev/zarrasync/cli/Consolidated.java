package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The consolidated metadata at the root of a store.
 *
 * @param keys the keys of what it repeats: there is a group or an array among it
 */
record Consolidated(List<String> keys) {

  static final String NAME = ".zmetadata";

  /**
   * Reads the metadata.
   *
   * @return what it names, or null if there is none
   * @throws StoreException if it is damaged or names nothing
   */
  static @Nullable Consolidated read(AsyncStore store) throws IOException {
    if (!(NodeMetadata.unlessDenied(store.get(NAME)) instanceof Fetched.Found found)) {
      return null;
    }
    JsonNode entries = NodeMetadata.parse(store, NAME, found).path("metadata");
    List<String> keys = entries.properties().stream().map(Map.Entry::getKey).toList();
    if (keys.stream().noneMatch(key -> key.endsWith(".zarray") || key.endsWith(".zgroup"))) {
      throw new StoreException(Kind.CORRUPT, store, NAME, "it names no group and no array", null);
    }
    return new Consolidated(keys);
  }
}
