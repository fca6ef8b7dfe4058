package dev.zarrasync.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consolidated metadata: what the object {@code .zmetadata} of a group repeats of Zarr v2, or its
 * {@code zarr.json} of v3, where zarr-python has it under {@code consolidated_metadata}.
 *
 * @param entries the metadata of arrays and groups, by the keys under the group
 */
record Consolidated(Map<String, JsonNode> entries) {

  /** The name of consolidated metadata of v2. */
  static final String NAME = ".zmetadata";

  static final Consolidated NOTHING = new Consolidated(Map.of());

  private static final String INLINE = "consolidated_metadata";
  private static final String METADATA = "metadata";
  private static final Set<String> OF_V2 = Set.of(".zarray", ".zgroup", ".zattrs");

  private static final Logger LOG = LoggerFactory.getLogger(Consolidated.class);

  /**
   * Takes the metadata that two objects repeat. What is no JSON is as if it was not there.
   *
   * @param path that of the group
   * @param v2 its {@code .zmetadata}
   * @param v3 its {@code zarr.json}
   */
  static Consolidated of(AsyncStore store, String path, Fetched v2, Fetched v3) {
    Map<String, JsonNode> entries = new HashMap<>();
    ObjectNode separate = parse(store, Paths.resolve(path, NAME), v2);
    if (separate != null) {
      separate.path(METADATA).propertyStream().forEach(e -> entries.put(e.getKey(), e.getValue()));
      if (entries.isEmpty()) {
        String url = store.url(Paths.resolve(path, NAME));
        LOG.warn("The consolidated metadata at {} tells of no array and no group", url);
      }
    }
    ObjectNode group = parse(store, Paths.resolve(path, Paths.V3), v3);
    if (group != null && group.path(INLINE).path(METADATA) instanceof ObjectNode inline) {
      entries.put(Paths.V3, group);
      inline
          .properties()
          .forEach(e -> entries.put(Paths.resolve(e.getKey(), Paths.V3), e.getValue()));
    }
    return new Consolidated(entries);
  }

  private static @Nullable ObjectNode parse(AsyncStore store, String key, Fetched fetched) {
    try {
      return fetched instanceof Fetched.Found found
          ? MetadataJson.parse(store, key, found.bytes())
          : null;
    } catch (StoreException e) {
      LOG.warn("The consolidated metadata is left alone: {}", e.getMessage());
      return null;
    }
  }

  /** Returns what is repeated of an object; null if it must be asked for. */
  @Nullable Fetched get(String key) {
    JsonNode repeated = entries.get(key);
    if (repeated != null) {
      return repeated.isObject() ? MetadataJson.found(MetadataJson.exact(repeated)) : null;
    }
    String path = Paths.parent(key);
    boolean isOfOtherVersion =
        Paths.name(key).equals(Paths.V3)
            ? OF_V2.stream().anyMatch(name -> entries.containsKey(Paths.resolve(path, name)))
            : OF_V2.contains(Paths.name(key)) && entries.containsKey(Paths.resolve(path, Paths.V3));
    return isOfOtherVersion ? Fetched.MISSING : null;
  }
}
