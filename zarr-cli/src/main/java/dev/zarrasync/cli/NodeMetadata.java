package dev.zarrasync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The metadata at the root of a store, as it is stored: what cannot be read has it, too. Where that
 * of both versions is there, v3 counts.
 *
 * @param json the content of {@code .zarray}, {@code .zgroup} or {@code zarr.json}
 * @param isArray whether it is of an array, not of a group
 * @param attributes the attributes; null if there are none, or they cannot be read
 * @param attributesProblem why they cannot be read, or null
 */
record NodeMetadata(
    ObjectNode json,
    boolean isArray,
    @Nullable JsonNode attributes,
    @Nullable String attributesProblem) {

  static final String V3 = "zarr.json";
  static final String ARRAY = ".zarray";
  static final String GROUP = ".zgroup";

  /**
   * Reads the metadata.
   *
   * @throws CommandException if there is neither an array nor a group
   * @throws StoreException if it is damaged
   */
  static NodeMetadata read(AsyncStore store) throws CommandException, StoreException {
    CompletableFuture<Fetched> v3 = store.get(V3);
    CompletableFuture<Fetched> array = store.get(ARRAY);
    CompletableFuture<Fetched> group = store.get(GROUP);
    CompletableFuture<Fetched> attributes = store.get(".zattrs");
    if (unlessDenied(v3) instanceof Found found) {
      ObjectNode json = MetadataJson.parse(store, V3, found.bytes());
      try {
        return new NodeMetadata(json, isArray(json), json.get("attributes"), null);
      } catch (InvalidMetadataException e) {
        throw new StoreException(e.kind(), store, V3, String.valueOf(e.getMessage()), e);
      }
    }
    if (unlessDenied(array) instanceof Found found) {
      return v2(store, MetadataJson.parse(store, ARRAY, found.bytes()), true, attributes);
    }
    if (unlessDenied(group) instanceof Found found) {
      return v2(store, MetadataJson.parse(store, GROUP, found.bytes()), false, attributes);
    }
    for (CompletableFuture<Fetched> denied : List.of(v3, array, group)) {
      var unused = denied.join();
    }
    throw CommandException.noNode(store);
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

  /** Says whether metadata is that of v3. */
  static boolean isV3(JsonNode json) {
    return json.has("node_type");
  }

  /** Says whether a {@code zarr.json} is of an array, not of a group. */
  static boolean isArray(ObjectNode v3) throws InvalidMetadataException {
    JsonNode type = v3.path("node_type");
    if (!type.asText().equals("array") && !type.asText().equals("group")) {
      throw InvalidMetadataException.corrupt(
          "node_type must be \"array\" or \"group\" but is "
              + (type.isMissingNode() ? "missing" : type));
    }
    return type.asText().equals("array");
  }

  private static NodeMetadata v2(
      AsyncStore store, ObjectNode json, boolean isArray, CompletableFuture<Fetched> attributes) {
    try {
      JsonNode found =
          attributes.join() instanceof Found stored
              ? MetadataJson.parse(store, ".zattrs", stored.bytes())
              : null;
      return new NodeMetadata(json, isArray, found, null);
    } catch (StoreException | CompletionException e) {
      return new NodeMetadata(json, isArray, null, StoreException.unwrap(e).getMessage());
    }
  }
}
