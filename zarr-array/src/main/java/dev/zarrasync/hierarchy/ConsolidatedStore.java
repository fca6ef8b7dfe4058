package dev.zarrasync.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store whose metadata is what its consolidated metadata says: an object {@code .zmetadata} that
 * repeats the metadata of all groups and arrays under a group, as {@code zarr.consolidate_metadata}
 * of zarr-python and JZarr's {@code ZarrUtils.consolidateMetadata} write it. What is not in there
 * is asked for, and so is everything once metadata was written through this object.
 */
final class ConsolidatedStore extends ForwardingStore {

  /** The name of consolidated metadata. */
  static final String NAME = ".zmetadata";

  private static final Logger LOG = LoggerFactory.getLogger(ConsolidatedStore.class);

  private static final CompletableFuture<Map<String, JsonNode>> NOTHING =
      CompletableFuture.completedFuture(Map.of());

  private @Nullable CompletableFuture<Map<String, JsonNode>> entries;

  ConsolidatedStore(AsyncStore store) {
    super(store);
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    boolean repeated = Paths.isMetadata(key) && !key.equals(NAME);
    return repeated && options.range() instanceof ByteRange.All
        ? entries().thenCompose(all -> get(key, options, all.get(key)))
        : delegate().get(key, options);
  }

  private CompletableFuture<Fetched> get(
      String key, GetOptions options, @Nullable JsonNode repeated) {
    if (repeated == null || !repeated.isObject()) {
      return delegate().get(key, options);
    }
    return CompletableFuture.completedFuture(MetadataJson.found(MetadataJson.exact(repeated)));
  }

  /** Asks once. After a failure, who asked goes on without, and the next one asks again. */
  private synchronized CompletableFuture<Map<String, JsonNode>> entries() {
    if (entries == null || entries.isCompletedExceptionally()) {
      entries = delegate().get(NAME).thenApply(fetched -> entries(this, "", fetched));
    }
    return entries.exceptionally(failure -> Map.of());
  }

  private synchronized void changing(String key) {
    if (Paths.isMetadata(key)) {
      entries = NOTHING;
    }
  }

  @Override
  protected String forward(Operation operation, String key) {
    if (operation != Operation.GET) {
      changing(key);
    }
    return key;
  }

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
