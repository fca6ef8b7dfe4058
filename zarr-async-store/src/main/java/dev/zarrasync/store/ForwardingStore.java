package dev.zarrasync.store;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A store that forwards to another one. Subclasses override what they change.
 *
 * <p>{@link #getItems} calls {@link #get(String, ByteRange)} of this store for each key, so that a
 * subclass that overrides only the latter changes both. Override it to forward the batch whole.
 */
public abstract class ForwardingStore implements AsyncStore {

  private final AsyncStore delegate;

  /**
   * Forwards to a store, and closes it when this one is closed.
   *
   * @param delegate the store
   */
  protected ForwardingStore(AsyncStore delegate) {
    this.delegate = delegate;
  }

  /**
   * Returns the store behind this one.
   *
   * @return the store
   */
  protected final AsyncStore delegate() {
    return delegate;
  }

  @Override
  public CompletableFuture<Fetched> get(String key, ByteRange range) {
    return delegate.get(key, range);
  }

  @Override
  public Map<String, CompletableFuture<Fetched>> getItems(Collection<String> keys) {
    return AsyncStore.super.getItems(keys);
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    return delegate.list(request);
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value) {
    return delegate.put(key, value);
  }

  @Override
  public CompletableFuture<Void> delete(String key) {
    return delegate.delete(key);
  }

  @Override
  public String url(String key) {
    return delegate.url(key);
  }

  @Override
  public Limits limits() {
    return delegate.limits();
  }

  @Override
  public void close() {
    delegate.close();
  }

  @Override
  public String toString() {
    return delegate.toString();
  }
}
