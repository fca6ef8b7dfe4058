package dev.zarrasync.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A store that forwards everything to another one: ranges and conditions, streaming and division,
 * bulk deletes, what is known of listings.
 *
 * <p>Who counts requests, or asks for other keys, overrides {@link #forward}. Who changes answers
 * overrides {@link #get(String, GetOptions)}, {@link #put(String, byte[], Condition)}, {@link
 * #deleteItems} or {@link #list}, in which all other forms end, and passes on what it does not
 * change. For example:
 *
 * <pre>{@code
 * final class CountingStore extends ForwardingStore {
 *   final AtomicInteger gets = new AtomicInteger();
 *
 *   CountingStore(AsyncStore store) {
 *     super(store);
 *   }
 *
 *   @Override
 *   protected String forward(Operation operation, String key) {
 *     if (operation == Operation.GET) {
 *       gets.incrementAndGet();
 *     }
 *     return key;
 *   }
 * }
 * }</pre>
 */
public abstract class ForwardingStore implements AsyncStore {

  /** What is done with a key. */
  protected enum Operation {
    /** It is read, whole or in part, alone or among others. */
    GET,
    /** It is stored. */
    PUT,
    /** It is deleted, alone or among others. */
    DELETE
  }

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

  /**
   * Sees each key before an operation on it is forwarded, once for each operation. A store that has
   * other keys than the one behind it also overrides {@link #list}, {@link #url} and {@link
   * #anyNames}.
   *
   * @param operation what is to be done with the key
   * @param key the key in this store
   * @return the key in the store behind it; by default the same
   */
  protected String forward(Operation operation, String key) {
    return key;
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    return delegate.get(forward(Operation.GET, key), options);
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    return delegate.list(request);
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    return delegate.put(forward(Operation.PUT, key), value, condition);
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    List<String> forwarded = new ArrayList<>();
    for (String key : keys) {
      forwarded.add(forward(Operation.DELETE, key));
    }
    return delegate.deleteItems(forwarded);
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

  /** {@inheritDoc} It forwards as this one does. */
  @Override
  public AsyncStore anyNames() {
    AsyncStore names = delegate.anyNames();
    return names == delegate ? this : new AnyNames(names);
  }

  @Override
  public void close() {
    delegate.close();
  }

  @Override
  public String toString() {
    return delegate.toString();
  }

  private final class AnyNames extends ForwardingStore {
    AnyNames(AsyncStore names) {
      super(names);
    }

    @Override
    protected String forward(Operation operation, String key) {
      return ForwardingStore.this.forward(operation, key);
    }

    @Override
    public AsyncStore anyNames() {
      return this;
    }

    @Override
    public void close() {}
  }
}
