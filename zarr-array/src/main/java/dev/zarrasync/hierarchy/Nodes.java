package dev.zarrasync.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is at a path: an object of Zarr v2, or the {@code zarr.json} of v3. Nobody knows before, so
 * both are asked for at once. Where both are there, v3 counts, as in zarr-python 3.
 */
final class Nodes {

  static final String ARRAY = "array";
  static final String GROUP = "group";

  private Nodes() {}

  /** Returns the keys of the objects of which one counts, that of v2 first. */
  static List<String> keys(String path, String v2) {
    return List.of(Paths.resolve(path, v2), Paths.resolve(path, Paths.V3));
  }

  /** Takes a {@code zarr.json}. */
  @FunctionalInterface
  interface OfV3 {

    /**
     * Returns what it says.
     *
     * @param type what it is of, {@link #ARRAY} or {@link #GROUP}
     * @return the answer, or null if it says nothing of what is asked for
     */
    @Nullable Fetched take(String type, Fetched.Found json);
  }

  /**
   * Gets the object that counts.
   *
   * @param keys those of {@link #keys}
   * @param ofV3 takes a {@code zarr.json}
   * @return what that says, or else the object of v2. If the latter is there, it does not matter
   *     why there is no answer for {@code zarr.json}: who may not list is denied what is missing.
   */
  static CompletableFuture<Fetched> get(AsyncStore store, List<String> keys, OfV3 ofV3) {
    CompletableFuture<Fetched> v2 = store.get(keys.get(0));
    CompletableFuture<Fetched> v3 = store.get(keys.get(1));
    return v3.handle(new Choice(store, keys.get(1), ofV3, v2, v3)).thenCompose(new Chosen());
  }

  /** Decides which of two objects counts, once that of v3 has come or failed. */
  private record Choice(
      AsyncStore store,
      String key,
      OfV3 ofV3,
      CompletableFuture<Fetched> v2,
      CompletableFuture<Fetched> v3)
      implements BiFunction<Fetched, @Nullable Throwable, CompletableFuture<Fetched>> {

    @Override
    public CompletableFuture<Fetched> apply(Fetched json, @Nullable Throwable failure) {
      if (failure != null) {
        return v2.thenCompose(object -> object instanceof Fetched.Found ? v2 : v3);
      }
      Fetched said = json instanceof Fetched.Found found ? ofV3.take(type(found), found) : null;
      return said == null ? v2 : CompletableFuture.completedFuture(said);
    }

    private String type(Fetched.Found found) {
      try {
        return Nodes.type(store, key, MetadataJson.parse(store, key, found.bytes()));
      } catch (StoreException e) {
        throw new CompletionException(e);
      }
    }
  }

  private record Chosen()
      implements Function<CompletableFuture<Fetched>, CompletableFuture<Fetched>> {

    @Override
    public CompletableFuture<Fetched> apply(CompletableFuture<Fetched> chosen) {
      return chosen;
    }
  }

  /** Returns what a {@code zarr.json} is of. */
  static String type(AsyncStore store, String key, ObjectNode json) throws StoreException {
    JsonNode type = json.path("node_type");
    if (type.asText().equals(ARRAY) || type.asText().equals(GROUP)) {
      return type.asText();
    }
    String problem =
        "node_type must be \"array\" or \"group\" but is "
            + (type.isMissingNode() ? "missing" : type);
    throw new StoreException(Kind.CORRUPT, store, key, problem, null);
  }

  /** Says whether the object that counts is that of v3; one of v2 need not be JSON. */
  static boolean isV3(Fetched.Found node) {
    try {
      return isV3(MetadataJson.parse(node.bytes()));
    } catch (InvalidMetadataException e) {
      return false;
    }
  }

  /** Says whether the object that counts is that of v3. */
  static boolean isV3(ObjectNode json) {
    return json.has("node_type");
  }
}
