package dev.zarrasync.hierarchy;

import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A store whose metadata is what its consolidated metadata says, as {@code
 * zarr.consolidate_metadata} of zarr-python and JZarr's {@code ZarrUtils.consolidateMetadata} write
 * it. What is not in there is asked for, and so is everything once metadata was written through
 * this object.
 */
final class ConsolidatedStore extends ForwardingStore {

  private @Nullable CompletableFuture<Consolidated> metadata;

  ConsolidatedStore(AsyncStore store) {
    super(store);
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    boolean repeated = Paths.isMetadata(key) && !key.equals(Consolidated.NAME);
    return repeated && options.range() instanceof ByteRange.All
        ? metadata().thenCompose(all -> get(key, options, all.get(key)))
        : delegate().get(key, options);
  }

  private CompletableFuture<Fetched> get(String key, GetOptions options, @Nullable Fetched known) {
    return known == null ? delegate().get(key, options) : CompletableFuture.completedFuture(known);
  }

  /** Asks once. After a failure, who asked goes on without, and the next one asks again. */
  private synchronized CompletableFuture<Consolidated> metadata() {
    if (metadata == null || metadata.isCompletedExceptionally()) {
      CompletableFuture<Fetched> v2 = delegate().get(Consolidated.NAME);
      CompletableFuture<Fetched> v3 = delegate().get(Paths.V3);
      metadata =
          v2.exceptionallyCompose(failure -> v3.thenApply(json -> Fetched.MISSING))
              .thenCombine(
                  v3.exceptionallyCompose(failure -> v2.thenApply(json -> Fetched.MISSING)),
                  (separate, inline) -> Consolidated.of(this, "", separate, inline));
    }
    return metadata.exceptionally(failure -> Consolidated.NOTHING);
  }

  private synchronized void changing(String key) {
    if (Paths.isMetadata(key)) {
      metadata = CompletableFuture.completedFuture(Consolidated.NOTHING);
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
