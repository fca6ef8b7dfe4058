package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the groups and arrays of a store, directory by directory: no chunk is listed but those on
 * the page that shows that a directory is an array. A directory that cannot be listed hides no
 * other.
 */
final class NodeWalk {

  private static final int SIDE_BY_SIDE = 64;

  /**
   * A group or an array, or a directory of which nobody can tell.
   *
   * @param type what it is
   * @param v3 its {@code zarr.json}; null if it is of v2
   * @param failure why it cannot be told what it is, or null
   */
  record Node(Type type, @Nullable ObjectNode v3, @Nullable IOException failure) {}

  /** What a node is. */
  enum Type {
    ARRAY,
    GROUP,
    UNKNOWN
  }

  private final AsyncStore store;
  private final int mostDepth;
  private final SortedMap<String, Node> nodes = new TreeMap<>();

  private NodeWalk(AsyncStore store, int mostDepth) {
    this.store = store;
    this.mostDepth = mostDepth;
  }

  /**
   * Finds the nodes.
   *
   * @param mostDepth how many directories deep to look
   * @return by what their keys start with; of a store that cannot list, those of its consolidated
   *     metadata, or the one array that it is
   */
  static SortedMap<String, Node> find(AsyncStore store, int mostDepth) throws IOException {
    NodeWalk walk = new NodeWalk(store, mostDepth);
    try {
      walk.listAll();
    } catch (CompletionException e) {
      if (!cannotList(e)) {
        throw e;
      }
      walk.consolidated();
      if (walk.nodes.isEmpty()) {
        throw e;
      }
    }
    return walk.nodes;
  }

  /** Says whether somebody may not list, or the store cannot. */
  static boolean cannotList(Throwable failure) {
    return StoreException.unwrap(failure) instanceof StoreException e
        && (e.kind() == Kind.UNSUPPORTED || e.kind() == Kind.ACCESS_DENIED);
  }

  private void listAll() {
    Deque<String> prefixes = new ArrayDeque<>(List.of(""));
    while (!prefixes.isEmpty()) {
      Map<String, CompletableFuture<Directory>> listings = new LinkedHashMap<>();
      while (!prefixes.isEmpty() && listings.size() < SIDE_BY_SIDE) {
        String prefix = prefixes.remove();
        listings.put(prefix, list(new Directory(prefix), ListRequest.children(prefix)));
      }
      listings.forEach((prefix, listing) -> prefixes.addAll(take(prefix, listing)));
    }
  }

  /** Returns the directories to look into next. */
  private List<String> take(String prefix, CompletableFuture<Directory> listing) {
    Directory directory;
    try {
      directory = listing.join();
    } catch (CompletionException e) {
      if (prefix.isEmpty()
          || !(StoreException.unwrap(e) instanceof StoreException failure)
          || failure.kind().isTransient()) {
        throw e;
      }
      nodes.put(prefix, new Node(Type.UNKNOWN, null, failure));
      return List.of();
    }
    Node node = directory.node();
    if (node != null) {
      nodes.put(prefix, node);
    }
    return directory.isArray() || depth(prefix) >= mostDepth ? List.of() : directory.children;
  }

  private static int depth(String prefix) {
    return (int) prefix.chars().filter(c -> c == '/').count();
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

  private static <T> CompletableFuture<T> completed(T value) {
    return CompletableFuture.completedFuture(value);
  }

  private void consolidated() throws IOException {
    Consolidated metadata = Consolidated.read(store);
    if (metadata == null) {
      Directory root = new Directory("");
      if (NodeMetadata.unlessDenied(store.get(NodeMetadata.ARRAY)) instanceof Fetched.Found) {
        root.add(NodeMetadata.ARRAY);
      }
      if (root.ask().join().isArray()) { // What is in a group, nobody tells.
        take("", completed(root));
      }
      return;
    }
    Map<String, Directory> named = new TreeMap<>();
    for (String key : metadata.keys()) {
      String prefix = key.substring(0, key.lastIndexOf('/') + 1);
      if (depth(prefix) <= mostDepth) {
        named.computeIfAbsent(prefix, Directory::new).add(key);
      }
    }
    Map<String, CompletableFuture<Directory>> asked = new TreeMap<>();
    named.forEach(
        (prefix, directory) ->
            asked.put(prefix, directory.isListedV3 ? directory.ask() : completed(directory)));
    asked.forEach((prefix, directory) -> take(prefix, directory));
  }

  /** What is known of a directory so far. */
  private final class Directory {
    private final String prefix;
    final List<String> children = new ArrayList<>();
    @Nullable ListRequest next;
    private boolean isListedV3;
    private boolean isV2Array;
    private boolean isV2Group;
    private boolean isAsked;
    private @Nullable Node ofV3;

    Directory(String prefix) {
      this.prefix = prefix;
    }

    /** Takes a page, and says whether {@code zarr.json} has to be asked for. */
    boolean add(ListPage page) {
      next = page.next();
      children.addAll(page.prefixes());
      page.objects().forEach(object -> add(object.key()));
      return !isAsked && (isListedV3 || next != null);
    }

    void add(String key) {
      isListedV3 |= key.equals(prefix + NodeMetadata.V3);
      isV2Array |= key.equals(prefix + NodeMetadata.ARRAY);
      isV2Group |= key.equals(prefix + NodeMetadata.GROUP);
    }

    CompletableFuture<Directory> ask() {
      isAsked = true;
      return store
          .get(prefix + NodeMetadata.V3)
          .exceptionallyCompose(
              failure ->
                  cannotList(failure) && !isListedV3
                      ? completed(Fetched.MISSING)
                      : CompletableFuture.failedFuture(failure))
          .thenApply(
              fetched -> {
                ofV3 = fetched instanceof Fetched.Found found ? v3(found) : null;
                return this;
              });
    }

    private static Node v3(Fetched.Found found) {
      try {
        ObjectNode json = MetadataJson.parse(found.bytes());
        return new Node(NodeMetadata.isArray(json) ? Type.ARRAY : Type.GROUP, json, null);
      } catch (InvalidMetadataException e) {
        return new Node(Type.UNKNOWN, null, e);
      }
    }

    @Nullable Node node() {
      if (ofV3 != null) {
        return ofV3;
      }
      if (isV2Array || isV2Group) {
        return new Node(isV2Array ? Type.ARRAY : Type.GROUP, null, null);
      }
      return isListedV3 ? new Node(Type.UNKNOWN, null, null) : null;
    }

    boolean isArray() {
      Node node = node();
      return node != null && node.type == Type.ARRAY;
    }
  }
}
