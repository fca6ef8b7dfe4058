package dev.zarrasync.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.array.internal.MetadataJson;
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
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Finds the arrays or groups under a path, directory by directory: no chunk is listed but those on
 * the page that shows that a directory is an array.
 *
 * @param type {@link Nodes#ARRAY} or {@link Nodes#GROUP}
 */
record NodeSearch(AsyncStore store, String path, String type) {

  private static final int SIDE_BY_SIDE = 64;

  /** Returns the paths of the nodes, relative to the path. */
  SortedSet<String> find() throws IOException {
    CompletableFuture<Directory> root = list(Paths.directory(path));
    try {
      var unused = Stores.await(root);
    } catch (StoreException e) {
      if (cannotList(e)) {
        return consolidated();
      }
      throw e;
    }
    SortedSet<String> found = walk(root);
    if (!store.listsCompletely()) {
      found.addAll(consolidated());
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
        if (directory.is(type)) {
          found.add(relative(directory.prefix));
        }
        if (!directory.isArray()) {
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

  /**
   * In an array of v2, {@code .zarray} comes before the chunks: the pages after it show nothing
   * else. In one of v3, {@code zarr.json} may come after them: it is asked for after one page.
   */
  private CompletableFuture<Directory> list(Directory directory, ListRequest request) {
    return store
        .list(request)
        .thenCompose(page -> directory.add(page) ? directory.ask() : completed(directory))
        .thenCompose(
            listed ->
                listed.isArray() || listed.next == null
                    ? completed(listed)
                    : list(listed, listed.next));
  }

  private static CompletableFuture<Directory> completed(Directory directory) {
    return CompletableFuture.completedFuture(directory);
  }

  private SortedSet<String> consolidated() throws IOException {
    Consolidated metadata =
        Consolidated.of(
            store,
            path,
            read(Paths.resolve(path, Consolidated.NAME)),
            read(Paths.resolve(path, Paths.V3)));
    SortedSet<String> found = new TreeSet<>();
    metadata
        .entries()
        .forEach(
            (key, json) -> {
              if (type.equals(type(Paths.name(key), json)) && Keys.problem(key) == null) {
                found.add(Paths.parent(key));
              }
            });
    return found;
  }

  private static @Nullable String type(String name, JsonNode json) {
    return switch (name) {
      case ArrayHeader.NAME -> Nodes.ARRAY;
      case Hierarchy.GROUP -> Nodes.GROUP;
      case Paths.V3 -> json.path("node_type").asText();
      default -> null;
    };
  }

  private Fetched read(String key) throws IOException {
    try {
      return Stores.await(Hierarchy.recent(store, key));
    } catch (StoreException e) {
      if (cannotList(e)) {
        return Fetched.MISSING;
      }
      throw e;
    }
  }

  /** What is known of a directory so far. Not safe for use by many threads. */
  private final class Directory {
    final String prefix;
    final List<String> children = new ArrayList<>();
    @Nullable ListRequest next;
    private boolean asked;
    private boolean isArray;
    private boolean isGroup;
    private @Nullable String ofV3;

    Directory(String prefix) {
      this.prefix = prefix;
    }

    /** Takes a page, and says whether {@code zarr.json} has to be asked for. */
    boolean add(ListPage page) {
      next = page.next();
      children.addAll(page.prefixes());
      isArray |= has(page, ArrayHeader.NAME);
      isGroup |= has(page, Hierarchy.GROUP);
      return !asked && (has(page, Paths.V3) || (next != null && !isArray));
    }

    private boolean has(ListPage page, String child) {
      return page.objects().stream().anyMatch(object -> object.key().equals(prefix + child));
    }

    /** One that is damaged hides no other: to open the array says what is wrong. */
    CompletableFuture<Directory> ask() {
      asked = true;
      String key = prefix + Paths.V3;
      return Hierarchy.recent(store, key)
          .thenApply(
              fetched -> {
                try {
                  ofV3 =
                      fetched instanceof Fetched.Found found
                          ? Nodes.type(store, key, MetadataJson.parse(store, key, found.bytes()))
                          : null;
                } catch (StoreException e) {
                  ofV3 = Nodes.ARRAY;
                }
                return this;
              });
    }

    boolean isArray() {
      return is(Nodes.ARRAY);
    }

    boolean is(String wanted) {
      if (ofV3 != null) {
        return ofV3.equals(wanted);
      }
      return wanted.equals(Nodes.ARRAY) ? isArray : isGroup;
    }
  }
}
