package dev.zarrasync.store;

import dev.zarrasync.store.internal.Reply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A view of the keys under a path of another store: {@code new PrefixStore(store, "a/b")} has as
 * {@code "c"} what the store has as {@code "a/b/c"}. No key of the view leaves the path.
 *
 * <p>Closing the view leaves the store open.
 */
public final class PrefixStore extends ForwardingStore {

  private final String prefix;
  private final boolean anyNames;

  /**
   * Views the keys under a path.
   *
   * @param store the store
   * @param path the path, a valid key; or {@code ""} for all keys
   * @throws IllegalArgumentException if the path breaks the rules of {@link Keys}
   */
  public PrefixStore(AsyncStore store, String path) {
    super(store);
    String problem = path.isEmpty() ? null : Keys.problem(path);
    if (problem != null) {
      throw new IllegalArgumentException("'" + path + "' is not a path: " + problem);
    }
    this.prefix = path.isEmpty() ? "" : path + "/";
    this.anyNames = false;
  }

  private PrefixStore(PrefixStore keys) {
    super(keys.delegate().anyNames());
    this.prefix = keys.prefix;
    this.anyNames = true;
  }

  @Override
  protected String forward(Operation operation, String key) {
    return prefix + key;
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    StoreException problem = problem(key);
    return problem == null ? super.get(key, options) : CompletableFuture.failedFuture(problem);
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    StoreException problem = problem(key);
    return problem == null
        ? super.put(key, value, condition)
        : CompletableFuture.failedFuture(problem);
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    for (String key : keys) {
      StoreException problem = problem(key);
      if (problem != null) {
        return CompletableFuture.failedFuture(problem);
      }
    }
    return super.deleteItems(keys);
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    return new Listing(super.list(outer(request)));
  }

  private final class Listing extends Reply<ListPage>
      implements BiConsumer<ListPage, @Nullable Throwable> {
    private final CompletableFuture<ListPage> outer;

    Listing(CompletableFuture<ListPage> outer) {
      this.outer = outer;
      Reply.follow(outer, this);
    }

    @Override
    public void accept(ListPage page, @Nullable Throwable failure) {
      if (failure != null) {
        completeExceptionally(StoreException.unwrap(failure));
        return;
      }
      try {
        complete(anyNames ? inner(page) : inner(page).onlyKeys());
      } catch (Throwable e) { // Who waits must hear of it.
        completeExceptionally(e);
      }
    }

    @Override
    protected void over() {
      outer.cancel(true); // No effect unless this one is cancelled.
    }
  }

  @Override
  public String url(String key) {
    return super.url(prefix + key);
  }

  @Override
  public AsyncStore anyNames() {
    return new PrefixStore(this);
  }

  /** Does not close the store, which other views may share. */
  @Override
  public void close() {}

  private @Nullable StoreException problem(String key) {
    return anyNames ? null : StoreException.ifInvalid(this, key);
  }

  private ListRequest outer(ListRequest request) {
    String startAfter = request.startAfter().isEmpty() ? "" : prefix + request.startAfter();
    return new ListRequest(
        prefix + request.prefix(),
        request.grouped(),
        startAfter,
        request.pageSize(),
        request.token());
  }

  private ListPage inner(ListPage page) {
    List<ListPage.ListedObject> objects = new ArrayList<>(page.objects().size());
    for (ListPage.ListedObject object : page.objects()) {
      objects.add(new ListPage.ListedObject(inner(object.key()), object.size(), object.etag()));
    }
    List<String> prefixes = new ArrayList<>(page.prefixes().size());
    for (String directory : page.prefixes()) {
      prefixes.add(inner(directory));
    }
    return new ListPage(objects, prefixes, page.next() == null ? null : inner(page.next()));
  }

  private ListRequest inner(ListRequest request) {
    String startAfter = request.startAfter().isEmpty() ? "" : inner(request.startAfter());
    return new ListRequest(
        inner(request.prefix()),
        request.grouped(),
        startAfter,
        request.pageSize(),
        request.token());
  }

  private String inner(String key) {
    return key.substring(prefix.length());
  }
}
