package dev.zarrasync.jzarr;

import dev.zarrasync.cache.MetadataCache;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the arrays and groups under a path, directory by directory: no chunk is listed but those on
 * the page that shows that a directory is an array.
 */
@SuppressWarnings("NonApiType") // JZarr asks for TreeSet.
final class Hierarchy {

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
   * Finds the paths that have an object of a name.
   *
   * @return the paths, relative to {@code path}. A store that cannot list answers from its
   *     consolidated metadata, or has none.
   */
  static TreeSet<String> parentsOf(String name, AsyncStore store, String path) throws IOException {
    Hierarchy hierarchy = new Hierarchy(store, path, name);
    CompletableFuture<Directory> root = hierarchy.list(Paths.directory(path));
    try {
      var unused = Await.result(root);
    } catch (StoreException e) {
      if (cannotList(e)) {
        return hierarchy.consolidated();
      }
      throw e;
    }
    TreeSet<String> found = hierarchy.walk(root);
    if (!store.listsCompletely()) {
      found.addAll(hierarchy.consolidated());
    }
    return found;
  }

  private static boolean cannotList(StoreException e) {
    return e.kind() == Kind.UNSUPPORTED || e.kind() == Kind.ACCESS_DENIED;
  }

  private TreeSet<String> walk(CompletableFuture<Directory> root) throws IOException {
    TreeSet<String> found = new TreeSet<>();
    Deque<String> prefixes = new ArrayDeque<>();
    List<CompletableFuture<Directory>> listings = List.of(root);
    while (!listings.isEmpty()) {
      for (CompletableFuture<Directory> listing : listings) {
        Directory directory = Await.result(listing);
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

  private TreeSet<String> consolidated() throws IOException {
    TreeSet<String> found = new TreeSet<>();
    for (String key :
        Consolidated.entries(store, path, read(Paths.resolve(path, Consolidated.NAME))).keySet()) {
      if (Paths.name(key).equals(name) && Keys.problem(key) == null) {
        found.add(Paths.parent(key));
      }
    }
    return found;
  }

  private Fetched read(String key) throws IOException {
    try {
      return Await.result(MetadataCache.get(store, key, () -> store.get(key)));
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
