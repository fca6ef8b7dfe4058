package dev.zarrasync.jzarr;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.cache.MetadataCache;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
   * Has the metadata under a group answered without a request each, if it is consolidated. What is
   * not in there, or was written through the store, is still asked for.
   *
   * @return completes when that is so. It does not fail: what cannot be read is as if it was not
   *     there.
   */
  static CompletableFuture<?> use(AsyncStore store, String path) {
    String key = Paths.resolve(path, NAME);
    MetadataCache cache = MetadataCache.of(store);
    return cache
        .get(key, () -> store.get(key).thenApply(fetched -> remember(store, path, fetched, cache)))
        .exceptionally(
            failure -> {
              LOG.debug("Going on without consolidated metadata", failure);
              return Fetched.MISSING;
            });
  }

  private static Fetched remember(
      AsyncStore store, String path, Fetched fetched, MetadataCache cache) {
    if (fetched instanceof Fetched.Found found) {
      try {
        for (var entry : entries(store, path, found)) {
          byte[] json = entry.getValue().toString().getBytes(StandardCharsets.UTF_8);
          if (isComplete(entry.getKey(), json)) {
            cache.suggest(
                Paths.resolve(path, entry.getKey()), new Fetched.Found(json, json.length, null));
          }
        }
      } catch (IOException e) {
        LOG.warn("The consolidated metadata is left alone: {}", e.getMessage());
      }
    }
    return fetched;
  }

  /** The metadata that an object holds, by the keys under its group. */
  static Iterable<Map.Entry<String, JsonNode>> entries(
      AsyncStore store, String path, Fetched.Found found) throws IOException {
    return MetadataJson.parse(store, Paths.resolve(path, NAME), found.bytes())
        .path("metadata")
        .properties();
  }

  /** An array whose header does not name the separator is looked at by who opens it. */
  private static boolean isComplete(String key, byte[] json) throws IOException {
    return !Paths.name(key).equals(ArrayHeader.NAME)
        || ArrayMetadata.parse(json).separator() != null;
  }
}
