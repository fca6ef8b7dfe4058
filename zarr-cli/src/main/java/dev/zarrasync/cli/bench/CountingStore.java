package dev.zarrasync.cli.bench;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a read asks its store for. Nothing that it knows is known to another of these. */
final class CountingStore extends ForwardingStore {

  private final LongAdder requests = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  CountingStore(AsyncStore store) {
    super(store);
  }

  long requests() {
    return requests.sum();
  }

  long bytes() {
    return bytes.sum();
  }

  void reset() {
    requests.reset();
    bytes.reset();
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    return counted(delegate().get(key, options));
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    requests.increment();
    return delegate().list(request);
  }

  /** Counts the bytes before who waits for them goes on. */
  private CompletableFuture<Fetched> counted(CompletableFuture<Fetched> get) {
    requests.increment();
    CompletableFuture<Fetched> result =
        get.whenComplete(
            (fetched, failure) -> {
              if (fetched instanceof Fetched.Found found) {
                bytes.add(found.bytes().length);
              }
            });
    result.whenComplete((fetched, failure) -> get.cancel(false));
    return result;
  }

  /** Leaves the store open: it is another's. */
  @Override
  public void close() {}
}
