package dev.zarrasync.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.ElementType;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.array.internal.FillValue;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.cache.internal.MetadataCache;
import dev.zarrasync.codec.DataType;
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
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of an array, the object {@code .zarray} or {@code zarr.json}. In the former the
 * dimension separator is settled: JZarr would list the whole array to find it.
 *
 * @param key its key
 * @param json the content, not to be changed
 * @param metadata what it says
 */
public record ArrayHeader(String key, ObjectNode json, ArrayMetadata metadata) {

  /** The name of the object in Zarr v2. */
  public static final String NAME = ".zarray";

  /**
   * Loads the header of an array: with one get for each version of Zarr, side by side, unless it
   * was loaded a moment ago or does not name the separator.
   *
   * @param store the store
   * @param path the array's path in the store, or {@code ""}
   * @return the header, or null if there is none
   * @throws IOException if it cannot be read, is not valid, or asks for what is not supported
   */
  public static @Nullable ArrayHeader load(AsyncStore store, String path) throws IOException {
    return Stores.await(loading(store, path)) instanceof Fetched.Found found
        ? parse(store, path, found.bytes())
        : null;
  }

  /**
   * Begins to load the header of an array, which the next who asks for it finds loaded.
   *
   * @param store the store
   * @param path the array's path in the store, or {@code ""}
   * @return the object {@code .zarray} with the separator settled, {@code zarr.json}, or {@link
   *     Fetched.Missing}
   */
  public static CompletableFuture<Fetched> loading(AsyncStore store, String path) {
    List<String> keys = Nodes.keys(path, NAME);
    return MetadataCache.get(store, keys, new Load(store, path, keys));
  }

  /** Gets the metadata of an array and settles the separator. */
  private record Load(AsyncStore store, String path, List<String> keys)
      implements Supplier<CompletableFuture<Fetched>>,
          Nodes.OfV3,
          Function<Fetched, CompletableFuture<Fetched>> {

    @Override
    public CompletableFuture<Fetched> get() {
      return Nodes.get(store, keys, this).thenCompose(this);
    }

    @Override
    public @Nullable Fetched take(String type, Fetched.Found json) {
      return type.equals(Nodes.ARRAY) ? json : null;
    }

    @Override
    public CompletableFuture<Fetched> apply(Fetched raw) {
      if (!(raw instanceof Fetched.Found found)) {
        return CompletableFuture.completedFuture(raw);
      }
      try {
        ArrayHeader header = parse(store, path, found.bytes());
        if (header.metadata.keys() != null) {
          return CompletableFuture.completedFuture(raw);
        }
        return SeparatorProbe.find(store, path, header.metadata).thenApply(header::withSeparator);
      } catch (StoreException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }

  /**
   * Parses a header.
   *
   * @param store named in errors
   * @param path the array's path in the store, or {@code ""}
   * @param json the content of {@code .zarray} or {@code zarr.json}
   * @return the header, whose separator may not be settled
   * @throws StoreException if it is not valid, or asks for what is not supported
   */
  public static ArrayHeader parse(AsyncStore store, String path, byte[] json)
      throws StoreException {
    ObjectNode root = MetadataJson.parse(store, Paths.resolve(path, NAME), json);
    String key = Paths.resolve(path, Nodes.isV3(root) ? Paths.V3 : NAME);
    try {
      return new ArrayHeader(key, root, ArrayMetadata.of(root));
    } catch (InvalidMetadataException e) {
      throw notOpened(store, key, e);
    }
  }

  private static StoreException notOpened(
      AsyncStore store, String key, InvalidMetadataException e) {
    String problem = "the array cannot be opened: " + e.getMessage();
    return new StoreException(e.kind(), store, key, problem, e);
  }

  /**
   * Returns the header of the same array as JZarr can hold it: see {@link ArrayMetadata#forJZarr}.
   *
   * @param store named in errors
   * @return the header, for {@link #toJson}
   * @throws StoreException if JZarr cannot hold the array
   */
  public ArrayHeader forJZarr(AsyncStore store) throws StoreException {
    try {
      return new ArrayHeader(key, json, metadata.forJZarr());
    } catch (InvalidMetadataException e) {
      throw notOpened(store, key, e);
    }
  }

  /**
   * Writes the header of an array that {@linkplain #forJZarr JZarr can hold} as JZarr reads it.
   *
   * @param compressor what to say of how chunks are encoded
   * @return {@code .zarray}: JSON in ASCII, in which {@code NaN} and the infinities are strings
   */
  public byte[] toJson(JsonNode compressor) {
    DataType type = metadata.type();
    String dtype = ElementType.of(type).name().toLowerCase(Locale.ROOT);
    ObjectNode written = JsonNodeFactory.instance.objectNode().put("zarr_format", 2);
    written.putPOJO("shape", metadata.shape()).putPOJO("chunks", metadata.inner().chunks());
    written.put("dtype", (type.order() == ByteOrder.BIG_ENDIAN ? ">" : "<") + dtype);
    written.set("compressor", compressor);
    written.putPOJO("fill_value", fillValue()).put("order", "C").putNull("filters");
    if (metadata.keys() != null) {
      written.put("dimension_separator", metadata.keys().separator());
    }
    return MetadataJson.strict(written);
  }

  /**
   * Returns the fill value of an array that {@linkplain #forJZarr JZarr can hold}.
   *
   * @return the number that is stored, or that a fill value in another form stands for
   */
  public Number fillValue() {
    try {
      return FillValue.number(json.path("fill_value"), metadata.type());
    } catch (IllegalArgumentException | ArithmeticException e) {
      return ElementType.of(metadata.type()).number(metadata.fillValue(), metadata.type().order());
    }
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
      int rank = metadata.rank();
      if (rank < 2) {
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
