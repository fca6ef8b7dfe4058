package dev.zarrasync.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The metadata at the root of a store, as it is stored: arrays that cannot be read have it, too.
 *
 * @param array what {@code .zarray} holds, or null
 * @param group what {@code .zgroup} holds, or null
 * @param attributes what {@code .zattrs} holds, or null
 */
record NodeMetadata(
    @Nullable JsonNode array, @Nullable JsonNode group, @Nullable JsonNode attributes) {

  private static final String V3 = "zarr.json";

  /**
   * Reads the metadata.
   *
   * @throws IOException if there is neither an array nor a group
   */
  static NodeMetadata read(AsyncStore store) throws IOException {
    var items = store.getItems(List.of(".zarray", ".zgroup", ".zattrs"));
    NodeMetadata node =
        new NodeMetadata(
            parse(store, ".zarray", items.get(".zarray")),
            parse(store, ".zgroup", items.get(".zgroup")),
            parse(store, ".zattrs", items.get(".zattrs")));
    if (node.array == null && node.group == null) {
      throw none(store);
    }
    return node;
  }

  private static CommandException none(AsyncStore store) {
    return store.get(V3).join() instanceof Fetched.Found
        ? new CommandException(store.url("") + " is Zarr v3", "Zarr v2 is supported")
        : new CommandException(
            "There is no array and no group at " + store.url(""),
            "see what there is with 'zarrasync ls' or 'zarrasync tree'");
  }

  private static @Nullable JsonNode parse(
      AsyncStore store, String key, @Nullable CompletableFuture<Fetched> item) throws IOException {
    if (item == null || !(item.join() instanceof Fetched.Found found)) {
      return null;
    }
    try {
      return JsonOption.JSON.readTree(found.bytes());
    } catch (JsonProcessingException e) {
      String problem = "it is not valid JSON: " + e.getOriginalMessage();
      throw new StoreException(Kind.CORRUPT, store, key, problem, e);
    }
  }
}
