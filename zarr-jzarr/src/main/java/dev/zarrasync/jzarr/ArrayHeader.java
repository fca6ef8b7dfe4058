package dev.zarrasync.jzarr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.cache.MetadataCache;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
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
record ArrayHeader(ObjectNode json, ArrayMetadata metadata) {

  static final String NAME = ".zarray";

  /**
   * Loads the header of an array: with one get, unless it was loaded a moment ago or does not name
   * the separator.
   *
   * @return the header, or null if there is none
   */
  static @Nullable ArrayHeader load(AsyncStore store, String path) throws IOException {
    String key = Paths.resolve(path, NAME);
    return Await.result(loading(store, path)) instanceof Fetched.Found found
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
   * @throws StoreException if it is not valid, or asks for what is not supported
   */
  static ArrayHeader parse(AsyncStore store, String key, byte[] json) throws StoreException {
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

  private Fetched withSeparator(String separator) {
    byte[] settled = MetadataJson.exact(json.deepCopy().put("dimension_separator", separator));
    return new Fetched.Found(settled, settled.length, null);
  }
}
