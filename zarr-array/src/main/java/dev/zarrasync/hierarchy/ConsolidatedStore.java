package dev.zarrasync.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A store whose metadata is what its consolidated metadata says. What is not in there is asked for,
 * and so is everything once metadata was written through this object.
 */
final class ConsolidatedStore extends ForwardingStore {

  private static final CompletableFuture<Map<String, JsonNode>> NOTHING =
      CompletableFuture.completedFuture(Map.of());

  private @Nullable CompletableFuture<Map<String, JsonNode>> entries;

  ConsolidatedStore(AsyncStore store) {
    super(store);
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    boolean repeated = Paths.isMetadata(key) && !key.equals(Consolidated.NAME);
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
      entries =
          delegate()
              .get(Consolidated.NAME)
              .thenApply(fetched -> Consolidated.entries(this, "", fetched));
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
}
