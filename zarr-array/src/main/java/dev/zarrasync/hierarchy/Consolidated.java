package dev.zarrasync.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consolidated metadata: an object {@code .zmetadata} that repeats the metadata of all groups and
 * arrays under a group, as {@code zarr.consolidate_metadata} of zarr-python and JZarr's {@code
 * ZarrUtils.consolidateMetadata} write it.
 */
final class Consolidated {

  private static final Logger LOG = LoggerFactory.getLogger(Consolidated.class);

  /** The name of consolidated metadata. */
  static final String NAME = ".zmetadata";

  private Consolidated() {}

  /**
   * Takes the metadata that an object holds, by the keys under its group.
   *
   * @return nothing if the object is missing or tells nothing: what is no JSON is as if it was not
   *     there
   */
  static Map<String, JsonNode> entries(AsyncStore store, String path, Fetched fetched) {
    if (!(fetched instanceof Fetched.Found found)) {
      return Map.of();
    }
    String key = Paths.resolve(path, NAME);
    try {
      Map<String, JsonNode> entries =
          MetadataJson.parse(store, key, found.bytes())
              .path("metadata")
              .propertyStream()
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      if (entries.isEmpty()) {
        LOG.warn("The consolidated metadata at {} tells of no array and no group", store.url(key));
      }
      return entries;
    } catch (StoreException e) {
      LOG.warn("The consolidated metadata is left alone: {}", e.getMessage());
      return Map.of();
    }
  }
}
