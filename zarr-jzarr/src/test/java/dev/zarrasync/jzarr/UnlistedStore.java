package dev.zarrasync.jzarr;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.concurrent.CompletableFuture;

/** A store whose metadata alone tells what is in it. */
final class UnlistedStore extends ForwardingStore {

  UnlistedStore(AsyncStore store) {
    super(store);
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    return CompletableFuture.failedFuture(
        new StoreException(Kind.UNSUPPORTED, this, request.prefix(), "no listing", null));
  }
}
