package dev.zarrasync.hierarchy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.array.internal.WriteOrder;
import dev.zarrasync.cache.internal.MetadataCache;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.Stores;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the arrays and groups under a path, directory by directory: no chunk is listed but those on
 * the page that shows that a directory is an array.
 *
 * <p>Safe for use by many threads at once.
 */
public final class Hierarchy {

  private static final String GROUP = ".zgroup";
  private static final String ATTRIBUTES = ".zattrs";

  private static final int SIDE_BY_SIDE = 64;

  private final AsyncStore store;
  private final String path;
  private final String name;

  private Hierarchy(AsyncStore store, String path, String name) {
    this.store = store;
    this.path = path;
    this.name = name;
  }

  /**
   * Finds the arrays under a path.
   *
   * @param store the store
   * @param path the path, or {@code ""}
   * @return their paths, relative to {@code path}. A store that cannot list answers from its
   *     consolidated metadata, or has none.
   * @throws IOException if a directory cannot be listed
   */
  public static SortedSet<String> arrays(AsyncStore store, String path) throws IOException {
    return parentsOf(ArrayHeader.NAME, store, path);
  }

  /**
   * Finds the groups under a path.
   *
   * @param store the store
   * @param path the path, or {@code ""}
   * @return their paths, as {@link #arrays} returns them
   * @throws IOException if a directory cannot be listed
   */
  public static SortedSet<String> groups(AsyncStore store, String path) throws IOException {
    return parentsOf(GROUP, store, path);
  }

  /**
   * Reads the attributes of an array or a group.
   *
   * @param store the store
   * @param path the path, or {@code ""}
   * @return the attributes as plain Java values; none if there are none
   * @throws IOException if they cannot be read, or are not a JSON object
   */
  public static Map<String, Object> attributes(AsyncStore store, String path) throws IOException {
    String key = Paths.resolve(path, ATTRIBUTES);
    Fetched fetched = Stores.await(recent(store, key));
    return fetched instanceof Fetched.Found found
        ? MetadataJson.attributes(store, key, found.bytes())
        : new HashMap<>();
  }

  /**
   * Reads an object of metadata that is no array's header, from a cache of what was read a moment
   * ago.
   *
   * @param store the store
   * @param key a key whose last name starts with {@code .z}
   * @return the object, or {@link Fetched.Missing}. That of a group or of attributes is JSON that
   *     every parser takes; fails if it is none, or of another version of Zarr.
   */
  public static CompletableFuture<Fetched> metadata(AsyncStore store, String key) {
    CompletableFuture<Fetched> object = recent(store, key);
    String name = Paths.name(key);
    return name.equals(GROUP) || name.equals(ATTRIBUTES)
        ? object.thenCompose(fetched -> strict(store, key, fetched))
        : object;
  }

  private static CompletableFuture<Fetched> recent(AsyncStore store, String key) {
    return MetadataCache.get(store, key, () -> store.get(key));
  }

  private static CompletableFuture<Fetched> strict(AsyncStore store, String key, Fetched fetched) {
    if (!(fetched instanceof Fetched.Found found)) {
      return CompletableFuture.completedFuture(fetched);
    }
    try {
      ObjectNode parsed = MetadataJson.parse(store, key, found.bytes());
      if (Paths.name(key).equals(GROUP)) {
        ArrayMetadata.checkFormat(parsed);
      }
      return CompletableFuture.completedFuture(MetadataJson.found(MetadataJson.strict(parsed)));
    } catch (InvalidMetadataException e) {
      String problem = "the group cannot be opened: " + e.getMessage();
      return CompletableFuture.failedFuture(new StoreException(e.kind(), store, key, problem, e));
    } catch (StoreException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Stores an object of metadata, after the other writes of its key.
   *
   * @param store the store
   * @param key a key whose last name starts with {@code .z}
   * @param json its content
   * @return completes when it is stored; fails if it is no JSON object
   */
  public static CompletableFuture<Void> put(AsyncStore store, String key, byte[] json) {
    ObjectNode parsed;
    try {
      parsed = MetadataJson.parse(store, key, json);
    } catch (StoreException e) {
      return CompletableFuture.failedFuture(e);
    }
    return Paths.name(key).equals(ConsolidatedStore.NAME)
        ? withStoredHeaders(store, Paths.parent(key), parsed)
            .thenCompose(done -> WriteOrder.put(store, key, MetadataJson.pretty(parsed)))
        : WriteOrder.put(store, key, json);
  }

  /** Who consolidates may have been given other headers than are stored. */
  private static CompletableFuture<Void> withStoredHeaders(
      AsyncStore store, String path, ObjectNode consolidated) {
    if (!(consolidated.path("metadata") instanceof ObjectNode metadata)) {
      return CompletableFuture.completedFuture(null);
    }
    Map<String, CompletableFuture<Fetched>> headers = new LinkedHashMap<>();
    metadata
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (Paths.name(name).equals(ArrayHeader.NAME)) {
                headers.put(
                    name, ArrayHeader.loading(store, Paths.resolve(path, Paths.parent(name))));
              }
            });
    return CompletableFuture.allOf(headers.values().toArray(CompletableFuture<?>[]::new))
        .thenAccept(
            done ->
                headers.forEach(
                    (name, header) -> {
                      if (header.join() instanceof Fetched.Found found) {
                        metadata.set(name, MetadataJson.tree(found.bytes()));
                      }
                    }));
  }

  /**
   * Makes a view of a store that believes its consolidated metadata.
   *
   * @param store the store, which closing the view closes
   * @return the view. What was changed after the metadata was consolidated is not seen in it.
   */
  public static AsyncStore consolidated(AsyncStore store) {
    return new ConsolidatedStore(store);
  }

  private static SortedSet<String> parentsOf(String name, AsyncStore store, String path)
      throws IOException {
    Hierarchy hierarchy = new Hierarchy(store, path, name);
    CompletableFuture<Directory> root = hierarchy.list(Paths.directory(path));
    try {
      var unused = Stores.await(root);
    } catch (StoreException e) {
      if (cannotList(e)) {
        return hierarchy.consolidated();
      }
      throw e;
    }
    SortedSet<String> found = hierarchy.walk(root);
    if (!store.listsCompletely()) {
      found.addAll(hierarchy.consolidated());
    }
    return found;
  }

  private static boolean cannotList(StoreException e) {
    return e.kind() == Kind.UNSUPPORTED || e.kind() == Kind.ACCESS_DENIED;
  }

  private SortedSet<String> walk(CompletableFuture<Directory> root) throws IOException {
    SortedSet<String> found = new TreeSet<>();
    Deque<String> prefixes = new ArrayDeque<>();
    List<CompletableFuture<Directory>> listings = List.of(root);
    while (!listings.isEmpty()) {
      for (CompletableFuture<Directory> listing : listings) {
        Directory directory = Stores.await(listing);
        if (directory.isFound) {
          found.add(relative(directory.prefix));
        }
        if (!directory.isArray) {
          prefixes.addAll(directory.children);
        }
      }
      listings = new ArrayList<>();
      while (!prefixes.isEmpty() && listings.size() < SIDE_BY_SIDE) {
        listings.add(list(prefixes.remove()));
      }
    }
    return found;
  }

  private String relative(String prefix) {
    String relative = prefix.substring(Paths.directory(path).length());
    return relative.isEmpty() ? "" : relative.substring(0, relative.length() - 1);
  }

  private CompletableFuture<Directory> list(String prefix) {
    return list(new Directory(prefix), ListRequest.children(prefix));
  }

  /** In an array, {@code .zarray} comes before the chunks: the pages after it show nothing else. */
  private CompletableFuture<Directory> list(Directory directory, ListRequest request) {
    return store
        .list(request)
        .thenCompose(
            page -> {
              directory.add(page);
              return directory.isArray || page.next() == null
                  ? CompletableFuture.completedFuture(directory)
                  : list(directory, page.next());
            });
  }

  private SortedSet<String> consolidated() throws IOException {
    SortedSet<String> found = new TreeSet<>();
    for (String key :
        ConsolidatedStore.entries(store, path, read(Paths.resolve(path, ConsolidatedStore.NAME)))
            .keySet()) {
      if (Paths.name(key).equals(name) && Keys.problem(key) == null) {
        found.add(Paths.parent(key));
      }
    }
    return found;
  }

  private Fetched read(String key) throws IOException {
    try {
      return Stores.await(recent(store, key));
    } catch (StoreException e) {
      if (cannotList(e)) {
        return Fetched.MISSING;
      }
      throw e;
    }
  }

  /** What was listed of a directory so far. */
  private final class Directory {
    final String prefix;
    final List<String> children = new ArrayList<>();
    boolean isArray;
    boolean isFound;

    Directory(String prefix) {
      this.prefix = prefix;
    }

    void add(ListPage page) {
      children.addAll(page.prefixes());
      isArray |= has(page, ArrayHeader.NAME);
      isFound |= has(page, name);
    }

    private boolean has(ListPage page, String child) {
      return page.objects().stream().anyMatch(object -> object.key().equals(prefix + child));
    }
  }
}
