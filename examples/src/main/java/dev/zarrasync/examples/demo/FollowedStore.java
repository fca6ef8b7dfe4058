package dev.zarrasync.examples.demo;

import dev.zarrasync.fetch.Progress;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Tells of each chunk that is read, for ways of reading that do not tell themselves. */
final class FollowedStore extends ForwardingStore {

  private final Progress progress;

  FollowedStore(AsyncStore store, Progress progress) {
    super(store);
    this.progress = progress;
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    CompletableFuture<Fetched> item = super.get(key, options);
    if (!key.startsWith(".z") && !key.equals("zarr.json")) {
      Progress.follow(Map.of(key, item), progress);
    }
    return item;
  }
}
