package dev.zarrasync.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.GroupMetadata;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.array.internal.WriteOrder;
import dev.zarrasync.cache.internal.MetadataCache;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The arrays and groups in a store, and their metadata, of either version of Zarr.
 *
 * <p>Safe for use by many threads at once.
 */
public final class Hierarchy {

  static final String GROUP = ".zgroup";
  static final String ATTRIBUTES = ".zattrs";

  private static final byte[] GROUP_OF_V2 =
      "{\"zarr_format\":2}".getBytes(StandardCharsets.US_ASCII);

  private Hierarchy() {}

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
    return new NodeSearch(store, path, Nodes.ARRAY).find();
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
    return new NodeSearch(store, path, Nodes.GROUP).find();
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
    return Stores.await(attributesOf(store, path));
  }

  /**
   * Reads the metadata of a group, which is asked for in both versions of Zarr at once, unless it
   * was a moment ago.
   *
   * @param store the store
   * @param path the group's path in the store, or {@code ""}
   * @return the metadata, or null if there is no group
   * @throws IOException if it cannot be read, is not valid, or asks for what is not supported
   */
  public static @Nullable GroupMetadata group(AsyncStore store, String path) throws IOException {
    return Stores.await(storedGroup(store, path)) instanceof Fetched.Found found
        ? group(store, path, MetadataJson.parse(store, Paths.resolve(path, GROUP), found.bytes()))
        : null;
  }

  /**
   * Creates a group of Zarr v3, or replaces the attributes of one. What is under its path stays.
   *
   * @param store the store
   * @param path the group's path in the store, or {@code ""}
   * @param attributes plain Java values by name
   * @throws IOException if it cannot be created, or there is an array of Zarr v3, or what may be
   *     one and may not be read
   */
  public static void createGroup(AsyncStore store, String path, Map<String, ?> attributes)
      throws IOException {
    JsonNode tree = new ObjectMapper().valueToTree(attributes);
    ObjectNode json = MetadataJson.tree(MetadataJson.strict(tree));
    Stores.await(new GroupWrite(store, Paths.resolve(path, Paths.V3), json).put());
  }

  static CompletableFuture<Map<String, Object>> attributesOf(AsyncStore store, String path) {
    return storedAttributes(store, path)
        .thenApply(
            fetched -> {
              try {
                return fetched instanceof Fetched.Found found
                    ? MetadataJson.attributes(store, Paths.resolve(path, ATTRIBUTES), found.bytes())
                    : new HashMap<>();
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });
  }

  /**
   * Reads an object of metadata that is no array's header, from a cache of what was read a moment
   * ago.
   *
   * @param store the store
   * @param key a key whose last name starts with {@code .z}
   * @return the object, or {@link Fetched.Missing}. That of a group or of attributes is JSON that
   *     every parser takes, and of Zarr v2 if the node is of v3; fails if it is none, or of another
   *     version of Zarr.
   */
  public static CompletableFuture<Fetched> metadata(AsyncStore store, String key) {
    String path = Paths.parent(key);
    return switch (Paths.name(key)) {
      case GROUP -> storedGroup(store, path).thenApply(fetched -> inV2(store, key, fetched));
      case ATTRIBUTES ->
          storedAttributes(store, path).thenApply(fetched -> inV2(store, key, fetched));
      default -> recent(store, key);
    };
  }

  static CompletableFuture<Fetched> recent(AsyncStore store, String key) {
    return MetadataCache.get(store, key, () -> store.get(key));
  }

  private static CompletableFuture<Fetched> storedGroup(AsyncStore store, String path) {
    List<String> keys = Nodes.keys(path, GROUP);
    return MetadataCache.get(
        store,
        keys,
        () -> Nodes.get(store, keys, (type, json) -> type.equals(Nodes.GROUP) ? json : null));
  }

  /** If the node was opened a moment ago, it is known where its attributes are. */
  private static CompletableFuture<Fetched> storedAttributes(AsyncStore store, String path) {
    List<String> keys = Nodes.keys(path, ATTRIBUTES);
    return MetadataCache.get(
        store,
        keys,
        () -> {
          Fetched.Found node = opened(store, path);
          if (node == null) {
            return Nodes.get(store, keys, (type, json) -> attributes(json));
          }
          return Nodes.isV3(node)
              ? CompletableFuture.completedFuture(attributes(node))
              : store.get(keys.get(0));
        });
  }

  /** Returns the metadata of an array or group that was opened a moment ago, or null. */
  static Fetched.@Nullable Found opened(AsyncStore store, String path) {
    Fetched.Found array = MetadataCache.found(store, Nodes.keys(path, ArrayHeader.NAME));
    return array == null ? MetadataCache.found(store, Nodes.keys(path, GROUP)) : array;
  }

  private static Fetched attributes(Fetched.Found node) {
    JsonNode attributes = MetadataJson.tree(node.bytes()).path("attributes");
    return attributes.isMissingNode() || attributes.isNull()
        ? Fetched.MISSING
        : MetadataJson.found(MetadataJson.exact(attributes));
  }

  /** JSON that every parser takes. */
  private static Fetched inV2(AsyncStore store, String key, Fetched fetched) {
    if (!(fetched instanceof Fetched.Found found)) {
      return fetched;
    }
    try {
      ObjectNode parsed = MetadataJson.parse(store, key, found.bytes());
      boolean isGroupOfV3 =
          Paths.name(key).equals(GROUP) && group(store, Paths.parent(key), parsed).format() == 3;
      return MetadataJson.found(isGroupOfV3 ? GROUP_OF_V2 : MetadataJson.strict(parsed));
    } catch (StoreException e) {
      throw new CompletionException(e);
    }
  }

  private static GroupMetadata group(AsyncStore store, String path, ObjectNode parsed)
      throws StoreException {
    try {
      return GroupMetadata.of(parsed);
    } catch (InvalidMetadataException e) {
      String key = Paths.resolve(path, Nodes.isV3(parsed) ? Paths.V3 : GROUP);
      String problem = "the group cannot be opened: " + e.getMessage();
      throw new StoreException(e.kind(), store, key, problem, e);
    }
  }

  /**
   * Stores an object of metadata, after the other writes of its key. Attributes of a node of Zarr
   * v3 are stored in its {@code zarr.json}.
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
    return switch (Paths.name(key)) {
      case Consolidated.NAME ->
          withStoredHeaders(store, Paths.parent(key), parsed)
              .thenCompose(done -> WriteOrder.put(store, key, MetadataJson.pretty(parsed)));
      case GROUP, ATTRIBUTES -> NodeWrite.put(store, key, parsed, json);
      default -> WriteOrder.put(store, key, json);
    };
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
                        ObjectNode stored = MetadataJson.tree(found.bytes());
                        if (Nodes.isV3(stored)) {
                          metadata.remove(name); // There is no .zarray.
                        } else {
                          metadata.set(name, stored);
                        }
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
}
