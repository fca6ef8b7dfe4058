package dev.zarrasync.plan.internal;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.GetOptions.Division;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.internal.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A get of one object, of which a listing may have shown the size.
 *
 * @param key the object's key
 * @param listed the object as a listing showed it, or null
 * @param ranges into how many ranges to divide it
 */
public record PlannedGet(String key, @Nullable ListedObject listed, int ranges) {

  public static PlannedGet of(String key) {
    return new PlannedGet(key, null, 1);
  }

  public static PlannedGet ofListed(ListedObject object, int ranges) {
    // Without an entity tag nothing says that all ranges are of one object.
    return new PlannedGet(object.key(), object, object.etag() == null ? 1 : ranges);
  }

  public boolean isListed() {
    return listed != null;
  }

  /**
   * Says how many bytes the get is known to bring.
   *
   * @param unknown what to take them for if that is not known
   * @return the number
   */
  public long bytes(long unknown) {
    return listed == null ? unknown : listed.size();
  }

  /**
   * Sends the get.
   *
   * @param store where the object is
   * @param options the bytes wanted, and what is known of the read
   * @return as {@link AsyncStore#get(String)} says. An object that the listing showed and that is
   *     missing is asked for once more, for the get may have joined an older one; fails with {@link
   *     Kind#NOT_FOUND} if it is missing then, too.
   */
  public CompletableFuture<Fetched> send(AsyncStore store, GetOptions options) {
    if (listed == null) {
      return store.get(key, options);
    }
    return listed(store, key, options(options, listed));
  }

  /**
   * Gets an object that a listing has shown.
   *
   * @param store where the object is
   * @param key the object's key
   * @param options the bytes wanted
   * @return as {@link #send} says
   */
  public static CompletableFuture<Fetched> listed(
      AsyncStore store, String key, GetOptions options) {
    ListedGet get = new ListedGet(store, key, options);
    get.send();
    return get;
  }

  private static final class ListedGet extends Reply<Fetched>
      implements BiConsumer<Fetched, @Nullable Throwable> {
    private final AsyncStore store;
    private final String key;
    private final GetOptions options;
    private volatile @Nullable CompletableFuture<Fetched> underWay;
    private volatile boolean again;

    ListedGet(AsyncStore store, String key, GetOptions options) {
      this.store = store;
      this.key = key;
      this.options = options;
    }

    void send() {
      await(store.get(key, options));
    }

    private void await(CompletableFuture<Fetched> get) {
      underWay = get;
      Reply.follow(get, this);
      if (isDone()) { // Or else no one would abort it.
        get.cancel(false);
      }
    }

    /** The get has ended, or the one that followed it. */
    @Override
    public void accept(Fetched fetched, @Nullable Throwable failure) {
      boolean isGone = fetched instanceof Fetched.Missing;
      if (isGone && !again && !isDone()) {
        again = true;
        await(store.get(key, options.division(null).current()));
      } else {
        end(fetched, isGone && again ? gone(store, key) : failure);
      }
    }

    @Override
    protected void over() {
      CompletableFuture<Fetched> get = underWay;
      if (get != null) {
        get.cancel(false);
      }
    }
  }

  private GetOptions options(GetOptions options, ListedObject object) {
    String etag = object.etag();
    return options
        .expectedSize(object.size())
        .division(ranges == 1 || etag == null ? null : new Division(ranges, etag));
  }

  /** The failure of a get of an object that a listing showed. */
  public static StoreException gone(AsyncStore store, String key) {
    String problem =
        "a listing showed the object a moment ago, and now it is missing: if it was not deleted"
            + " meanwhile, the store is not consistent";
    return new StoreException(Kind.NOT_FOUND, store, key, problem, null);
  }
}
