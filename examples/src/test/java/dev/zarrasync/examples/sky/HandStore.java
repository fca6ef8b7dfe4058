package dev.zarrasync.examples.sky;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose gets the test answers. */
final class HandStore extends ForwardingStore {

  /** The gets that the test has not taken yet. */
  final BlockingQueue<Get> gets = new LinkedBlockingQueue<>();

  final AtomicInteger requests = new AtomicInteger();

  HandStore(AsyncStore store) {
    super(store);
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    requests.incrementAndGet();
    Get get = new Get(key, new CompletableFuture<>());
    gets.add(get);
    return get.future;
  }

  /** Answers with what the store behind has. */
  void answer(Get get) {
    get.future.complete(delegate().get(get.key).join());
  }

  void refuse(Get get) {
    get.future.completeExceptionally(
        new StoreException(
            StoreException.Kind.ACCESS_DENIED, this, get.key, "not for everybody", null));
  }

  record Get(String key, CompletableFuture<Fetched> future) {}
}
