package dev.zarrasync.jzarr;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records what is asked of a store. */
class RecordingStore extends ForwardingStore {

  final List<String> gets = new CopyOnWriteArrayList<>();
  final List<ListRequest> lists = new CopyOnWriteArrayList<>();

  RecordingStore(AsyncStore store) {
    super(store);
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    gets.add(key);
    return super.get(key, options);
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    lists.add(request);
    return super.list(request);
  }
}
