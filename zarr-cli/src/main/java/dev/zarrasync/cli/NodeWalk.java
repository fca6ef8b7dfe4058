package dev.zarrasync.cli;

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
   * @param failure why it cannot be told what it is, or null
   */
  record Node(Type type, @Nullable StoreException failure) {}

  /** What a directory is, from the objects that it has. */
  enum Type {
    ARRAY(".zarray"),
    GROUP(".zgroup"),
    V3("zarr.json"),
    UNKNOWN("");

    final String object;

    Type(String object) {
      this.object = object;
    }
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
        listings.put(prefix, list(new Directory(), ListRequest.children(prefix)));
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
      nodes.put(prefix, new Node(Type.UNKNOWN, failure));
      return List.of();
    }
    if (directory.type != Type.UNKNOWN) {
      nodes.put(prefix, new Node(directory.type, null));
    }
    boolean isLeaf = directory.type == Type.ARRAY || depth(prefix) >= mostDepth;
    return isLeaf ? List.of() : directory.children;
  }

  private static int depth(String prefix) {
    return (int) prefix.chars().filter(c -> c == '/').count();
  }

  /** In an array, {@code .zarray} comes before the chunks: the pages after it show nothing else. */
  private CompletableFuture<Directory> list(Directory directory, ListRequest request) {
    return store
        .list(request)
        .thenCompose(
            page -> {
              directory.add(request.prefix(), page);
              return directory.type == Type.ARRAY || page.next() == null
                  ? CompletableFuture.completedFuture(directory)
                  : list(directory, page.next());
            });
  }

  private void consolidated() throws IOException {
    Consolidated metadata = Consolidated.read(store);
    if (metadata == null) {
      if (NodeMetadata.unlessDenied(store.get(Type.ARRAY.object)) instanceof Fetched.Found) {
        nodes.put("", new Node(Type.ARRAY, null));
      }
      return;
    }
    for (String key : metadata.keys()) {
      String prefix = key.substring(0, key.lastIndexOf('/') + 1);
      if (depth(prefix) <= mostDepth) {
        for (Type type : List.of(Type.ARRAY, Type.GROUP)) {
          if (key.equals(prefix + type.object)) {
            nodes.put(prefix, new Node(type, null));
          }
        }
      }
    }
  }

  /** What was listed of a directory so far. */
  private static final class Directory {
    final List<String> children = new ArrayList<>();
    Type type = Type.UNKNOWN;

    void add(String prefix, ListPage page) {
      children.addAll(page.prefixes());
      for (Type candidate : Type.values()) {
        boolean found =
            page.objects().stream().anyMatch(o -> o.key().equals(prefix + candidate.object));
        if (found && candidate.compareTo(type) < 0) {
          type = candidate;
        }
      }
    }
  }
}
