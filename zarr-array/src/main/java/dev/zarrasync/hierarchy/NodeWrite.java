package dev.zarrasync.hierarchy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.array.internal.WriteOrder;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.Writes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Stores the {@code .zgroup} or the {@code .zattrs} of a node. Where the node is of v3, its {@code
 * zarr.json} gets the attributes, and is all it needs to be a group.
 */
final class NodeWrite {

  private final AsyncStore store;
  private final String key;
  private final ObjectNode parsed;
  private final byte[] json;
  private final String v3;

  private NodeWrite(AsyncStore store, String key, ObjectNode parsed, byte[] json) {
    this.store = store;
    this.key = key;
    this.parsed = parsed;
    this.json = json;
    this.v3 = Paths.resolve(Paths.parent(key), Paths.V3);
  }

  static CompletableFuture<Void> put(AsyncStore store, String key, ObjectNode parsed, byte[] json) {
    Fetched.Found node = Hierarchy.opened(store, Paths.parent(key));
    return node != null && !Nodes.isV3(node)
        ? WriteOrder.put(store, key, json)
        : new NodeWrite(store, key, parsed, json).put();
  }

  /** Nobody else in this process writes the {@code zarr.json} meanwhile. */
  private CompletableFuture<Void> put() {
    return WriteOrder.update(
        store,
        v3,
        () ->
            store
                .get(v3, GetOptions.ALL.current())
                .exceptionally(NodeWrite::unlessDenied)
                .thenCompose(
                    fetched ->
                        fetched instanceof Fetched.Found found
                            ? change(found)
                            : WriteOrder.put(store, key, json)));
  }

  /** Who may not list is denied what is missing. */
  private static Fetched unlessDenied(Throwable failure) {
    if (StoreException.unwrap(failure) instanceof StoreException e
        && e.kind() == Kind.ACCESS_DENIED) {
      return Fetched.MISSING;
    }
    throw new CompletionException(failure);
  }

  private CompletableFuture<Void> change(Fetched.Found found) {
    try {
      ObjectNode node = MetadataJson.parse(store, v3, found.bytes());
      String type = Nodes.type(store, v3, node);
      if (Paths.name(key).equals(Hierarchy.GROUP)) {
        return type.equals(Nodes.GROUP)
            ? CompletableFuture.completedFuture(null)
            : WriteOrder.put(store, key, json);
      }
      node.set("attributes", parsed);
      return store
          .put(v3, MetadataJson.exact(node))
          .whenComplete((nothing, failure) -> Writes.ended(store, v3));
    } catch (StoreException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
