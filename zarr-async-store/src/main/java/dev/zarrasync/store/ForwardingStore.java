package dev.zarrasync.store;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A store that forwards to another one. Subclasses override what they change.
 *
 * <p>Whatever there is in two forms ends in one method of this store, so that a subclass changes
 * both forms in one place: {@link #getItems} and {@link #get(String, GetOptions)} in {@link
 * #get(String, ByteRange)}, {@link #deleteItems} in {@link #delete}. A put on a condition is not
 * supported. A subclass that has nothing to change about such a form overrides it to forward it.
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
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    return AsyncStore.super.deleteItems(keys);
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
  public boolean listsCompletely() {
    return delegate.listsCompletely();
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
