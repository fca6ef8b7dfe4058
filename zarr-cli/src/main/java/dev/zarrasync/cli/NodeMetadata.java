package dev.zarrasync.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The metadata at the root of a store, as it is stored: arrays that cannot be read have it, too.
 *
 * @param array what {@code .zarray} says; null of a group
 * @param attributes what {@code .zattrs} holds; null if there is none, or it cannot be read
 * @param attributesProblem why it cannot be read, or null
 */
record NodeMetadata(
    @Nullable ArrayInfo array, @Nullable JsonNode attributes, @Nullable String attributesProblem) {

  /**
   * Reads the metadata. What an array is, its {@code .zarray} alone says.
   *
   * @throws IOException if there is neither an array nor a group
   */
  static NodeMetadata read(AsyncStore store) throws IOException {
    CompletableFuture<Fetched> array = store.get(".zarray");
    CompletableFuture<Fetched> group = store.get(".zgroup");
    CompletableFuture<Fetched> attributes = store.get(".zattrs");
    if (unlessDenied(array) instanceof Found header) {
      JsonNode json = parse(store, ".zarray", header);
      return of(store, ArrayInfo.of(json, header.bytes()), attributes);
    }
    if (unlessDenied(group) instanceof Found) {
      return of(store, null, attributes);
    }
    for (CompletableFuture<Fetched> denied : List.of(array, group)) {
      var unused = denied.join();
    }
    throw none(store);
  }

  /** Who may not list is denied what is missing. */
  static Fetched unlessDenied(CompletableFuture<Fetched> item) {
    try {
      return item.join();
    } catch (CompletionException e) {
      if (StoreException.unwrap(e) instanceof StoreException s && s.kind() == Kind.ACCESS_DENIED) {
        return Fetched.MISSING;
      }
      throw e;
    }
  }

  private static NodeMetadata of(
      AsyncStore store, @Nullable ArrayInfo array, CompletableFuture<Fetched> attributes) {
    try {
      JsonNode json =
          attributes.join() instanceof Found found ? parse(store, ".zattrs", found) : null;
      return new NodeMetadata(array, json, null);
    } catch (IOException | CompletionException e) {
      return new NodeMetadata(array, null, StoreException.unwrap(e).getMessage());
    }
  }

  private static CommandException none(AsyncStore store) {
    return store.get("zarr.json").join() instanceof Found
        ? new CommandException(store.url("") + " is Zarr v3", "Zarr v2 is supported")
        : new CommandException(
            "There is no array and no group at " + store.url(""),
            "see what there is with 'zarrasync ls' or 'zarrasync tree'");
  }

  /**
   * Parses metadata.
   *
   * @throws StoreException if it is not JSON
   */
  static JsonNode parse(AsyncStore store, String key, Found found) throws IOException {
    try {
      JsonNode json = JsonOption.JSON.readTree(found.bytes());
      if (json.isMissingNode()) {
        throw new StoreException(Kind.CORRUPT, store, key, "it is empty", null);
      }
      return json;
    } catch (JsonProcessingException e) {
      String problem = "it is not valid JSON: " + e.getOriginalMessage();
      throw new StoreException(Kind.CORRUPT, store, key, problem, e);
    }
  }
}
