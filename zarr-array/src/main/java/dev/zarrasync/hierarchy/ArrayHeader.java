package dev.zarrasync.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.cache.internal.MetadataCache;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.Stores;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

  /**
   * Begins to load the header of an array, which the next who asks for it finds loaded.
   *
   * @param store the store
   * @param path the array's path in the store, or {@code ""}
   * @return the object {@code .zarray} with the separator settled, or {@link Fetched.Missing}
   */
  public static CompletableFuture<Fetched> loading(AsyncStore store, String path) {
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

  /**
   * Finds the dimension separator of an array whose metadata does not name it, as JZarr does:
   * {@code "/"} if there is a nested chunk, else {@code "."}. JZarr walks all keys of the array;
   * this asks for the first chunk under both names, and if there is neither for one page of the
   * directory.
   */
  private static final class SeparatorProbe {

    private static final String DIGITS = "\\d+";

    private SeparatorProbe() {}

    static CompletableFuture<String> find(AsyncStore store, String path, ArrayMetadata metadata) {
      int rank = metadata.shape().length;
      if (rank == 1) {
        return CompletableFuture.completedFuture(".");
      }
      CompletableFuture<Boolean> nested = hasFirstChunk(store, path, rank, "/");
      CompletableFuture<Boolean> flat = hasFirstChunk(store, path, rank, ".");
      return nested.thenCompose(
          isNested ->
              isNested
                  ? CompletableFuture.completedFuture("/")
                  : flat.thenCompose(
                      isFlat ->
                          isFlat
                              ? CompletableFuture.completedFuture(".")
                              : fromFirstPage(store, path)));
    }

    private static CompletableFuture<Boolean> hasFirstChunk(
        AsyncStore store, String path, int rank, String separator) {
      String key = Paths.resolve(path, ("0" + separator).repeat(rank - 1) + "0");
      return store
          .get(key, ByteRange.of(0, 1))
          .handle(
              (fetched, failure) -> {
                if (failure == null) {
                  return fetched instanceof Fetched.Found;
                }
                if (kind(failure) == Kind.UNSATISFIABLE_RANGE) {
                  return true;
                }
                throw new CompletionException(failure);
              });
    }

    private static CompletableFuture<String> fromFirstPage(AsyncStore store, String path) {
      String directory = Paths.directory(path);
      return store
          .list(ListRequest.children(directory))
          .handle(
              (page, failure) -> {
                if (failure == null) {
                  return hasChunkDirectory(page, directory) ? "/" : ".";
                }
                Kind kind = kind(failure);
                if (kind == Kind.UNSUPPORTED || kind == Kind.ACCESS_DENIED) {
                  return ".";
                }
                throw new CompletionException(failure);
              });
    }

    private static boolean hasChunkDirectory(ListPage page, String directory) {
      return page.prefixes().stream()
          .map(prefix -> prefix.substring(directory.length(), prefix.length() - 1))
          .anyMatch(name -> name.matches(DIGITS));
    }

    private static Kind kind(Throwable failure) {
      return StoreException.unwrap(failure) instanceof StoreException e ? e.kind() : Kind.OTHER;
    }
  }
}
