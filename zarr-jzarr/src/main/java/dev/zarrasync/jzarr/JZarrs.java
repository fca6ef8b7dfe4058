package dev.zarrasync.jzarr;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import com.bc.zarr.ZarrUtils;
import dev.zarrasync.array.ArrayOptions;
import dev.zarrasync.array.GroupMetadata;
import dev.zarrasync.array.PlannedRead;
import dev.zarrasync.hierarchy.ArrayHeader;
import dev.zarrasync.hierarchy.AsyncArray;
import dev.zarrasync.hierarchy.Hierarchy;
import dev.zarrasync.hierarchy.NewArray;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.hierarchy.internal.Trees;
import dev.zarrasync.prefetch.PrefetchOptions;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.io.IOException;
import java.util.Map;
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

  private static final class Arrays {
    static final Subclass<ZarrArray, RegionAccess> SUBCLASS = new Subclass<>(ZarrArray.class);
  }

  private static final class Groups {
    static final Subclass<ZarrGroup, GroupAccess> SUBCLASS = new Subclass<>(ZarrGroup.class);
  }

  private JZarrs() {}

  /**
   * Opens an array of Zarr v2 or v3. The first time this gets two objects at once, {@code .zarray}
   * and {@code zarr.json}; for half a minute after that, none. It lists nothing, unless the
   * metadata does not name the dimension separator.
   *
   * <p>Elements of a type that JZarr does not have are converted where it has one that holds them:
   * truths are u1, u8 is i8, f2 is f4, and dates and durations are i8. The chunks that JZarr is
   * told of are those that can be read alone: in shards the inner ones.
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
    return Arrays.SUBCLASS.newInstance(access(store, normalize(store, path), options));
  }

  private static RegionAccess access(AsyncStore store, String root, ArrayOptions options)
      throws IOException {
    ArrayHeader stored = ArrayHeader.load(store, root);
    if (stored == null) {
      throw missing(store, root, ArrayHeader.NAME);
    }
    return access(store, root, stored.forJZarr(store), options);
  }

  private static RegionAccess access(
      AsyncStore store, String root, ArrayHeader header, ArrayOptions options) throws IOException {
    AsyncArray array = AsyncArray.of(store, root, header.metadata(), options);
    return new RegionAccess(store, root, array, new StockArray.Opened(store, root, header));
  }

  /**
   * Plans the read of a region without reading it: {@link PlannedRead#explain()} says what it would
   * fetch, and why.
   *
   * @param store the store
   * @param path the array's path in the store, or {@code ""}
   * @param shape the region's shape
   * @param offset the index of the region's first element in the array
   * @param options how the array reads
   * @return the plan
   * @throws IOException if there is no array, it is not supported, or it has no such region
   */
  public static PlannedRead plan(
      AsyncStore store, String path, int[] shape, int[] offset, ArrayOptions options)
      throws IOException {
    return access(store, normalize(store, path), options).plan(shape, offset);
  }

  /**
   * Opens a group. The arrays and groups that it opens and creates are like those of this class;
   * what it creates is of the group's version of Zarr.
   *
   * @param store the store
   * @param path the group's path in the store, or {@code ""}
   * @return the group
   * @throws IOException if there is no group
   */
  public static ZarrGroup openGroup(AsyncStore store, String path) throws IOException {
    String root = normalize(store, path);
    GroupMetadata group = Hierarchy.group(store, root);
    if (group == null) {
      throw missing(store, root, JZarrStore.GROUP);
    }
    JZarrStore view = new JZarrStore(store, root);
    return Groups.SUBCLASS.newInstance(new GroupAccess(store, root, group.format(), view));
  }

  /**
   * Makes a view of a store that believes its consolidated metadata: the object {@code .zmetadata}
   * at its root, or in Zarr v3 what the {@code zarr.json} there repeats ({@link
   * dev.zarrasync.store.PrefixStore} roots a store elsewhere). That is read once, and opening what
   * is in it sends no request.
   *
   * <p>The price: what was changed after the metadata was consolidated is not seen, for as long as
   * the view is used. An array that has been rewritten with another type reads as garbage, one that
   * has grown has its old shape, and one that has been deleted reads as fill values. Once metadata
   * is written through the view, it asks for everything.
   *
   * @param store the store, which closing the view closes
   * @return a view, for the methods of this class
   */
  public static AsyncStore consolidated(AsyncStore store) {
    return Hierarchy.consolidated(store);
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
    String root = normalize(store, path);
    ArrayParams.Params complete = ParamsInV2.complete(params);
    byte[] json = ParamsInV2.header(complete);
    // What could not be opened again is refused before anything is deleted.
    ArrayHeader header = ArrayHeader.parse(store, root, json).forJZarr(store);
    Trees.replace(store, root, header.key(), json);
    AsyncArray array = AsyncArray.of(store, root, header.metadata(), ArrayOptions.DEFAULT);
    RegionAccess access = new RegionAccess(store, root, array, new StockArray.Created(complete));
    access.writeAttributes(attributes);
    return Arrays.SUBCLASS.newInstance(access);
  }

  /**
   * Creates an array of Zarr v3: in shards, with any codecs, with names of its dimensions. What is
   * under its path is deleted before.
   *
   * @param store the store
   * @param path the array's path in the store, or {@code ""}
   * @param description what it is to be
   * @return the array, as {@link #openArray(AsyncStore, String)} opens it
   * @throws IOException if it is not supported, or JZarr cannot hold it ({@link AsyncArray} can),
   *     and then nothing is deleted; or cannot be created
   */
  public static ZarrArray createArray(AsyncStore store, String path, NewArray description)
      throws IOException {
    String root = normalize(store, path);
    ArrayHeader header = description.header(store, root).forJZarr(store);
    var unused = AsyncArray.create(store, root, description);
    return Arrays.SUBCLASS.newInstance(access(store, root, header, ArrayOptions.DEFAULT));
  }

  /**
   * Creates a group of Zarr v2, or replaces the attributes of one. What is under its path stays.
   *
   * @param store the store
   * @param path the group's path in the store, or {@code ""}
   * @param attributes the attributes, or null
   * @return the group
   * @throws IOException if it cannot be created
   */
  public static ZarrGroup createGroup(
      AsyncStore store, String path, @Nullable Map<String, Object> attributes) throws IOException {
    return createGroup(store, path, 2, attributes);
  }

  /**
   * Creates a group, or replaces the attributes of one. What is under its path stays.
   *
   * @param store the store
   * @param path the group's path in the store, or {@code ""}
   * @param format the version of Zarr, 2 or 3
   * @param attributes the attributes, or null
   * @return the group
   * @throws IOException if it cannot be created
   */
  public static ZarrGroup createGroup(
      AsyncStore store, String path, int format, @Nullable Map<String, Object> attributes)
      throws IOException {
    String root = normalize(store, path);
    switch (format) {
      case 2 -> ZarrGroup.create(new JZarrStore(store, root), attributes);
      case 3 -> Hierarchy.createGroup(store, root, attributes == null ? Map.of() : attributes);
      default ->
          throw new IllegalArgumentException("The format of a group is 2 or 3, and not " + format);
    }
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

  private static StoreException missing(AsyncStore store, String path, String name) {
    String problem = "'%s' expected but is not readable or missing in store".formatted(name);
    return new StoreException(Kind.NOT_FOUND, store, Paths.resolve(path, name), problem, null);
  }

  /**
   * Drops needless slashes as JZarr does.
   *
   * @throws StoreException if it is no path in JZarr: names in a store may have {@code ". "}
   */
  static String normalize(AsyncStore store, String path) throws StoreException {
    try {
      return path.isEmpty() ? "" : ZarrUtils.normalizeStoragePath(path);
    } catch (IllegalArgumentException e) {
      throw new StoreException(Kind.INVALID_KEY, store, path, "not a path: " + e.getMessage(), e);
    }
  }
}
