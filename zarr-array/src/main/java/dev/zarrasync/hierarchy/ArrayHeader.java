package dev.zarrasync.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.cache.internal.MetadataCache;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.Stores;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The object {@code .zarray} of an array, with the dimension separator settled: JZarr would list
 * the whole array to find it.
 *
 * @param json the content, not to be changed
 * @param metadata what it says
 */
public record ArrayHeader(ObjectNode json, ArrayMetadata metadata) {

  /** The name of the object. */
  public static final String NAME = ".zarray";

  /**
   * Loads the header of an array: with one get, unless it was loaded a moment ago or does not name
   * the separator.
   *
   * @param store the store
   * @param path the array's path in the store, or {@code ""}
   * @return the header, or null if there is none
   * @throws IOException if it cannot be read, is not valid, or asks for what is not supported
   */
  public static @Nullable ArrayHeader load(AsyncStore store, String path) throws IOException {
    String key = Paths.resolve(path, NAME);
    return Stores.await(loading(store, path)) instanceof Fetched.Found found
        ? parse(store, key, found.bytes())
        : null;
  }

  /** Loads the header of an array, which the next who asks for it finds loaded. */
  static CompletableFuture<Fetched> loading(AsyncStore store, String path) {
    String key = Paths.resolve(path, NAME);
    return MetadataCache.get(
        store, key, () -> store.get(key).thenCompose(raw -> settle(store, path, raw)));
  }

  /**
   * Parses a header.
   *
   * @param store named in errors, as {@code key} is
   * @param key the object's key
   * @param json its content
   * @return the header, whose separator may not be settled
   * @throws StoreException if it is not valid, or asks for what is not supported
   */
  public static ArrayHeader parse(AsyncStore store, String key, byte[] json) throws StoreException {
    ObjectNode root = MetadataJson.parse(store, key, json);
    try {
      return new ArrayHeader(root, ArrayMetadata.of(root));
    } catch (InvalidMetadataException e) {
      throw new StoreException(
          e.kind(), store, key, "the array cannot be opened: " + e.getMessage(), e);
    }
  }

  private static CompletableFuture<Fetched> settle(AsyncStore store, String path, Fetched raw) {
    if (!(raw instanceof Fetched.Found found)) {
      return CompletableFuture.completedFuture(raw);
    }
    try {
      ArrayHeader header = parse(store, Paths.resolve(path, NAME), found.bytes());
      if (header.metadata.separator() != null) {
        return CompletableFuture.completedFuture(raw);
      }
      return SeparatorProbe.find(store, path, header.metadata).thenApply(header::withSeparator);
    } catch (StoreException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Writes the header for those who know less of the format: with its fill value as a number of the
   * element type, and chunks of the rank of the shape.
   *
   * @param compressor what to say of how chunks are encoded
   * @return JSON in ASCII, in which {@code NaN} and the infinities are strings
   */
  public byte[] toJson(JsonNode compressor) {
    ObjectNode written = json.deepCopy();
    written.putPOJO("fill_value", metadata.fillValue());
    written.putPOJO("chunks", metadata.chunks());
    written.set("compressor", compressor);
    return MetadataJson.strict(written);
  }

  private Fetched withSeparator(String separator) {
    return MetadataJson.found(
        MetadataJson.exact(json.deepCopy().put("dimension_separator", separator)));
  }
}
