package dev.zarrasync.jzarr;

import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.cache.MetadataCache;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The object {@code .zarray} of an array, with the dimension separator settled: JZarr would list
 * the whole array to find it.
 *
 * @param json the content
 * @param metadata what it says
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ArrayHeader(byte[] json, ArrayMetadata metadata) {

  static final String NAME = ".zarray";

  /**
   * Loads the header of an array: with one get, unless it was loaded a moment ago or does not name
   * the separator.
   *
   * @return the header, or null if there is none
   */
  static @Nullable ArrayHeader load(AsyncStore store, String path) throws IOException {
    String key = Paths.resolve(path, NAME);
    Fetched fetched =
        Await.result(
            MetadataCache.of(store)
                .get(key, () -> store.get(key).thenCompose(raw -> settle(store, path, raw))));
    return fetched instanceof Fetched.Found found
        ? new ArrayHeader(found.bytes(), parse(store, key, found.bytes()))
        : null;
  }

  private static ArrayMetadata parse(AsyncStore store, String key, byte[] json)
      throws StoreException {
    try {
      return ArrayMetadata.parse(json);
    } catch (IOException e) {
      throw new StoreException(
          Kind.CORRUPT, store, key, "the array cannot be opened: " + e.getMessage(), e);
    }
  }

  private static CompletableFuture<Fetched> settle(AsyncStore store, String path, Fetched raw) {
    if (!(raw instanceof Fetched.Found found)) {
      return CompletableFuture.completedFuture(raw);
    }
    try {
      ArrayMetadata metadata = parse(store, Paths.resolve(path, NAME), found.bytes());
      if (metadata.separator() != null) {
        return CompletableFuture.completedFuture(raw);
      }
      return SeparatorProbe.find(store, path, metadata)
          .thenApply(separator -> withSeparator(found.bytes(), separator));
    } catch (StoreException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Fetched withSeparator(byte[] json, String separator) {
    try {
      byte[] settled = MetadataJson.withSeparator(json, separator);
      return new Fetched.Found(settled, settled.length, null);
    } catch (IOException e) {
      throw new IllegalStateException("JSON that was parsed before cannot be parsed", e);
    }
  }
}
