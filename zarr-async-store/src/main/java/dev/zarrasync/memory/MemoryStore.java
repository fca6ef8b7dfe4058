package dev.zarrasync.memory;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.Writes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory, for tests and small arrays. It starts empty; {@link #close} drops its objects.
 *
 * <p>Every operation is complete when it returns. A put copies the bytes; a get of a whole object
 * shares them, so they must not be changed. An object has a new entity tag after each put.
 */
public final class MemoryStore implements AsyncStore {

  private static final AtomicLong STORES = new AtomicLong();

  private final long id = STORES.incrementAndGet();
  private final AtomicLong puts = new AtomicLong();
  private final ConcurrentSkipListMap<String, StoredObject> objects =
      new ConcurrentSkipListMap<>(Keys.ORDER);
  private volatile boolean closed;

  /** Makes an empty store. */
  public MemoryStore() {}

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    StoreException problem = problem(key);
    if (problem != null) {
      return CompletableFuture.failedFuture(problem);
    }
    StoredObject object = objects.get(key);
    if (object == null) {
      return CompletableFuture.completedFuture(Fetched.MISSING);
    }
    ByteRange range = options.range();
    int size = object.bytes().length;
    long start = range.start(size);
    if (start < 0) {
      return CompletableFuture.failedFuture(
          new StoreException(
              Kind.UNSATISFIABLE_RANGE,
              this,
              key,
              "the object of " + size + " bytes has none in " + range,
              null));
    }
    byte[] bytes = object.slice((int) start, (int) range.end(size));
    return options.checked(this, key, new Fetched.Found(bytes, size, object.etag()));
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    return closed
        ? CompletableFuture.failedFuture(closed(request.prefix()))
        : CompletableFuture.completedFuture(page(request));
  }

  private ListPage page(ListRequest request) {
    List<ListedObject> listed = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    String position = firstPosition(request);
    while (true) {
      Map.Entry<String, StoredObject> entry = objects.ceilingEntry(position);
      if (entry == null || !entry.getKey().startsWith(request.prefix())) {
        return new ListPage(listed, prefixes, null);
      }
      if (listed.size() + prefixes.size() == request.pageSize()) {
        return new ListPage(listed, prefixes, request.token(position));
      }
      String key = entry.getKey();
      int slash = request.grouped() ? key.indexOf('/', request.prefix().length()) : -1;
      if (slash < 0) {
        StoredObject object = entry.getValue();
        listed.add(new ListedObject(key, object.bytes().length, object.etag()));
        position = justAfter(key);
      } else {
        prefixes.add(key.substring(0, slash + 1));
        position = key.substring(0, slash) + (char) ('/' + 1); // After all keys of the group.
      }
    }
  }

  private static String firstPosition(ListRequest request) {
    if (request.token() != null) {
      return request.token();
    }
    String start = request.startAfter().isEmpty() ? "" : justAfter(request.startAfter());
    return Keys.ORDER.compare(start, request.prefix()) > 0 ? start : request.prefix();
  }

  private static String justAfter(String key) {
    return key + '\0'; // No key contains NUL.
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    StoreException problem = problem(key);
    if (problem != null) {
      return CompletableFuture.failedFuture(problem);
    }
    StoredObject object = new StoredObject(value.clone(), "\"" + puts.incrementAndGet() + "\"");
    StoredObject stored =
        objects.compute(
            key,
            (k, old) ->
                condition.holds(old != null, old == null ? null : old.etag()) ? object : old);
    Writes.ended(this, key);
    return stored != null && stored.etag().equals(object.etag())
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(StoreException.ifNotHolding(this, key, condition));
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    for (String key : keys) {
      StoreException problem = problem(key);
      if (problem != null) {
        return CompletableFuture.failedFuture(problem);
      }
    }
    for (String key : keys) {
      objects.remove(key);
      Writes.ended(this, key);
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public String url(String key) {
    return "memory://" + id + "/" + Keys.toUrlPath(key);
  }

  @Override
  public void close() {
    // The objects stay: a get under way must not take them for missing.
    closed = true;
  }

  @Override
  public String toString() {
    return "MemoryStore " + id;
  }

  private @Nullable StoreException problem(String key) {
    return closed ? closed(key) : StoreException.ifInvalid(this, key);
  }

  private StoreException closed(String key) {
    return new StoreException(Kind.CLOSED, this, key, "the store is closed", null);
  }

  @SuppressWarnings("ArrayRecordComponent") // Two objects are never compared.
  private record StoredObject(byte[] bytes, String etag) {
    byte[] slice(int start, int end) {
      return end - start == bytes.length ? bytes : Arrays.copyOfRange(bytes, start, end);
    }
  }
}
