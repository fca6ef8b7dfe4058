package dev.zarrasync.jzarr;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.PrefetchOptions;
import dev.zarrasync.array.RegionReader;
import dev.zarrasync.fetch.ReadPlan;
import dev.zarrasync.fetch.Workers;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Opens and creates JZarr's own arrays and groups on an {@link AsyncStore}.
 *
 * <p>An array from here is a {@link ZarrArray} like any other, but each of its reads fetches all
 * chunks of the region at once, within the limits of the store, and each of its writes stores them
 * at once. Arrays and groups are safe for use by many threads. They stay usable until the store is
 * closed, which remains the caller's to do.
 *
 * <p>All that fails fails with an {@link IOException}, most often a {@link
 * dev.zarrasync.store.StoreException}, that names the key and its URL. A write that has begun fails
 * with a {@link dev.zarrasync.array.PartialWriteException}, which says which chunks are stored. An
 * interrupted thread gets an {@link java.io.InterruptedIOException}.
 */
public final class JZarrs {

  static {
    // Takes as long as the first request does: beside it, it takes no time.
    var unused = Workers.call(() -> Arrays.SUBCLASS);
  }

  private static final class Arrays {
    static final Subclass<ZarrArray, RegionAccess> SUBCLASS =
        new Subclass<>(ZarrArray.class, RegionAccess.class);
  }

  private static final class Groups {
    static final Subclass<ZarrGroup, GroupAccess> SUBCLASS =
        new Subclass<>(ZarrGroup.class, GroupAccess.class);
  }

  private JZarrs() {}

  /**
   * Opens an array. The first time this gets one object, {@code .zarray}; for half a minute after
   * that, none. It lists nothing, unless the metadata does not name the dimension separator.
   *
   * @param store the store
   * @param path the array's path in the store, or {@code ""}
   * @return the array
   * @throws IOException if there is no array, or it is not supported
   */
  public static ZarrArray openArray(AsyncStore store, String path) throws IOException {
    return openArray(store, path, ArrayOptions.DEFAULT);
  }

  /**
   * Opens an array and sets how it reads and writes.
   *
   * @param store the store
   * @param path the array's path in the store, or {@code ""}
   * @param options how it does
   * @return the array
   * @throws IOException if there is no array, or it is not supported
   */
  public static ZarrArray openArray(AsyncStore store, String path, ArrayOptions options)
      throws IOException {
    String root = Paths.normalize(path);
    ArrayMetadata metadata = metadata(store, root);
    ZarrArray opened = ZarrArray.open(new JZarrStore(store, root));
    return Arrays.SUBCLASS.newInstance(opened, new RegionAccess(store, root, metadata, options));
  }

  /**
   * Plans the read of a region without reading it: {@link ReadPlan#explain()} says what it would
   * fetch, and why.
   *
   * @param store the store
   * @param path the array's path in the store, or {@code ""}
   * @param shape the region's shape
   * @param offset the index of the region's first element in the array
   * @param options how the array reads
   * @return the plan
   * @throws IOException if there is no array, or it is not supported
   */
  public static ReadPlan<?> plan(
      AsyncStore store, String path, int[] shape, int[] offset, ArrayOptions options)
      throws IOException {
    String root = Paths.normalize(path);
    return new RegionReader(
            store, root, metadata(store, root), options.listing(), options.decodedChunks())
        .plan(shape, offset);
  }

  private static ArrayMetadata metadata(AsyncStore store, String root) throws IOException {
    ArrayHeader header = ArrayHeader.load(store, root);
    if (header == null) {
      throw missing(store, root, ArrayHeader.NAME);
    }
    return header.metadata();
  }

  /**
   * Opens a group. The arrays and groups that it opens and creates are like those of this class. If
   * its metadata is consolidated ({@code .zmetadata}), opening what is under it sends no request,
   * unless metadata is written through the store.
   *
   * @param store the store
   * @param path the group's path in the store, or {@code ""}
   * @return the group
   * @throws IOException if there is no group
   */
  public static ZarrGroup openGroup(AsyncStore store, String path) throws IOException {
    CompletableFuture<?> consolidated = Consolidated.use(store, Paths.normalize(path));
    ZarrGroup group = openSubGroup(store, path);
    var unused = Await.result(consolidated);
    return group;
  }

  /** Opens a group without a look at consolidated metadata of its own. */
  static ZarrGroup openSubGroup(AsyncStore store, String path) throws IOException {
    String root = Paths.normalize(path);
    JZarrStore view = new JZarrStore(store, root);
    if (view.getInputStream(".zgroup") == null) {
      throw missing(store, root, ".zgroup");
    }
    return Groups.SUBCLASS.newInstance(ZarrGroup.open(view), new GroupAccess(store, root));
  }

  /**
   * Creates an array. What is under its path is deleted before.
   *
   * @param store the store
   * @param path the array's path in the store, or {@code ""}
   * @param params the array's shape and the rest, as for {@link ZarrArray#create(ArrayParams)}
   * @return the array
   * @throws IOException if it cannot be created
   */
  public static ZarrArray createArray(AsyncStore store, String path, ArrayParams params)
      throws IOException {
    return createArray(store, path, params, null);
  }

  /**
   * Creates an array with attributes. What is under its path is deleted before.
   *
   * @param store the store
   * @param path the array's path in the store, or {@code ""}
   * @param params the array's shape and the rest, as for {@link ZarrArray#create(ArrayParams)}
   * @param attributes the attributes, or null
   * @return the array
   * @throws IOException if it cannot be created
   */
  public static ZarrArray createArray(
      AsyncStore store, String path, ArrayParams params, @Nullable Map<String, Object> attributes)
      throws IOException {
    ZarrArray.create(new JZarrStore(store, Paths.normalize(path)), params, attributes);
    return openArray(store, path);
  }

  /**
   * Creates a group, or replaces the attributes of one. What is under its path stays.
   *
   * @param store the store
   * @param path the group's path in the store, or {@code ""}
   * @param attributes the attributes, or null
   * @return the group
   * @throws IOException if it cannot be created
   */
  public static ZarrGroup createGroup(
      AsyncStore store, String path, @Nullable Map<String, Object> attributes) throws IOException {
    ZarrGroup.create(new JZarrStore(store, Paths.normalize(path)), attributes);
    return openGroup(store, path);
  }

  /**
   * Makes a store for code that calls {@link ZarrArray#open(com.bc.zarr.storage.Store)} itself. It
   * sees one key at a time, so it reads ahead. Closing it closes the store.
   *
   * @param store the store
   * @return a JZarr store
   */
  public static JZarrStore asJZarrStore(AsyncStore store) {
    return asJZarrStore(store, PrefetchOptions.DEFAULT);
  }

  /**
   * Makes a store as {@link #asJZarrStore(AsyncStore)} does, and sets how long it believes what it
   * has learned ahead.
   *
   * @param store the store
   * @param options for how long
   * @return a JZarr store
   */
  public static JZarrStore asJZarrStore(AsyncStore store, PrefetchOptions options) {
    return JZarrStore.decoding(store, options);
  }

  private static IOException missing(AsyncStore store, String path, String name) {
    String key = Paths.resolve(path, name);
    return new IOException(
        "'%s' expected but is not readable or missing in store (key '%s', URL %s, %s)"
            .formatted(name, key, store.url(key), store));
  }
}
