package dev.zarrasync.jzarr;

import com.bc.zarr.storage.Store;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.InvalidMetadataException;
import dev.zarrasync.array.PrefetchOptions;
import dev.zarrasync.array.ReadAheadBudget;
import dev.zarrasync.array.ReadAheadReport;
import dev.zarrasync.array.WriteOrder;
import dev.zarrasync.cache.MetadataCache;
import dev.zarrasync.jzarr.KnownArrays.KnownArray;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JZarr store over the keys under a path of an {@link AsyncStore}. {@link JZarrs#asJZarrStore}
 * makes it.
 *
 * <p>JZarr asks for one chunk at a time, in C order over the region that it reads. So this store
 * fetches ahead, and decodes ahead, the chunks that come next: never more than were asked for
 * before in the same region, and no more bytes than {@link
 * dev.zarrasync.store.Limits#maxBytesInFlight()} for all arrays together. What was fetched ahead
 * lives for some seconds, as {@link PrefetchOptions} say: a chunk changed elsewhere meanwhile may
 * be read as it was. One that this process has written is fetched again.
 *
 * <p>Chunks of an array that is opened here are decoded and encoded here. JZarr is told that they
 * are not compressed, and so is who calls {@link com.bc.zarr.ZarrArray#getCompressor()}: Blosc
 * needs no library of the system, and damage is an error. An array that is created here is still
 * encoded and decoded by JZarr, until its path is deleted.
 *
 * <p>An object is stored whole when its stream is first closed, and not at all if it never is. A
 * chunk of an array that was opened or created here and metadata are only stored if they are whole;
 * otherwise {@code close} fails.
 *
 * <p>All methods fail with an {@link IOException}, most often a {@link
 * dev.zarrasync.store.StoreException} that names the key and its URL. An interrupted thread gets an
 * {@link java.io.InterruptedIOException}. Only an object that is certainly missing is null. Safe
 * for use by many threads.
 */
@SuppressWarnings("NonApiType") // JZarr asks for TreeSet.
public final class JZarrStore implements Store {

  static final String GROUP = ".zgroup";
  static final String ATTRIBUTES = ".zattrs";

  private static final Logger LOG = LoggerFactory.getLogger(JZarrStore.class);

  private final AsyncStore store;
  private final String path;
  private final boolean decodes;
  private final @Nullable ArrayHeader opened;
  private final ReadAheadBudget budget;
  private final KnownArrays arrays;
  private final HeadersAhead headers;

  /** Makes a store that gives headers as they are, for arrays that read chunks by themselves. */
  JZarrStore(AsyncStore store, String path) {
    this(store, path, false, null, PrefetchOptions.DEFAULT);
  }

  private JZarrStore(
      AsyncStore store,
      String path,
      boolean decodes,
      @Nullable ArrayHeader opened,
      PrefetchOptions prefetch) {
    this.store = store;
    this.path = path;
    this.decodes = decodes;
    this.opened = opened;
    this.budget = new ReadAheadBudget(store.limits().maxBytesInFlight());
    this.arrays = new KnownArrays(store, budget, prefetch);
    this.headers = new HeadersAhead(store);
  }

  static JZarrStore decoding(AsyncStore store, PrefetchOptions prefetch) {
    return new JZarrStore(store, "", true, null, prefetch);
  }

  /** Makes a store at an array, whose header is this one even if it changes meanwhile. */
  static JZarrStore of(AsyncStore store, String path, ArrayHeader opened) {
    return new JZarrStore(store, path, false, opened, PrefetchOptions.DEFAULT);
  }

  /**
   * Returns what reading ahead has come to so far.
   *
   * @return the report
   */
  public ReadAheadReport readAhead() {
    return budget.report();
  }

  @Override
  public @Nullable InputStream getInputStream(String key) throws IOException {
    String storeKey = Paths.resolve(path, key);
    byte[] object = Paths.isMetadata(key) ? metadata(storeKey) : bytes(object(storeKey));
    return object == null ? null : new ByteArrayInputStream(object);
  }

  private byte @Nullable [] metadata(String storeKey) throws IOException {
    String name = Paths.name(storeKey);
    if (name.equals(ArrayHeader.NAME)) {
      return header(Paths.parent(storeKey));
    }
    byte[] json =
        bytes(Await.result(MetadataCache.get(store, storeKey, () -> store.get(storeKey))));
    if (json == null || !(name.equals(GROUP) || name.equals(ATTRIBUTES))) {
      return json;
    }
    ObjectNode parsed = MetadataJson.parse(store, storeKey, json);
    if (name.equals(GROUP)) {
      checkGroup(storeKey, parsed);
    }
    return MetadataJson.strict(parsed);
  }

  /** Says that an array of the store is being opened. */
  void opening(String arrayPath) {
    headers.opening(arrayPath);
  }

  private byte @Nullable [] header(String arrayPath) throws IOException {
    opening(arrayPath);
    ArrayHeader header = opened != null ? opened : ArrayHeader.load(store, arrayPath);
    return header == null
        ? null
        : MetadataJson.header(header, !decodes || arrays.open(arrayPath, header).created());
  }

  private void checkGroup(String storeKey, ObjectNode group) throws StoreException {
    try {
      ArrayMetadata.checkFormat(group);
    } catch (InvalidMetadataException e) {
      throw new StoreException(
          e.kind(), store, storeKey, "the group cannot be opened: " + e.getMessage(), e);
    }
    if (!decodes) {
      group.retain("zarr_format"); // JZarr takes nothing else.
    }
  }

  private static byte @Nullable [] bytes(Fetched fetched) {
    return fetched instanceof Fetched.Found found ? found.bytes() : null;
  }

  private Fetched object(String storeKey) throws IOException {
    KnownArray array = arrays.ofChunk(storeKey);
    return Await.result(array == null ? store.get(storeKey) : array.readAhead().get(storeKey));
  }

  @Override
  public OutputStream getOutputStream(String key) {
    String storeKey = Paths.resolve(path, key);
    return new ObjectOutputStream(
        Paths.isMetadata(key)
            ? json -> putMetadata(storeKey, json)
            : object -> putObject(storeKey, object));
  }

  private void putMetadata(String storeKey, byte[] written) throws IOException {
    ObjectNode parsed = MetadataJson.parse(store, storeKey, written);
    String parent = Paths.parent(storeKey);
    boolean consolidated = Paths.name(storeKey).equals(Consolidated.NAME);
    byte[] json = consolidated ? MetadataJson.withStoredHeaders(parsed, parent, arrays) : written;
    Await.result(WriteOrder.put(store, storeKey, json));
    if (Paths.name(storeKey).equals(ArrayHeader.NAME)) {
      arrays.create(parent, parsed);
    }
  }

  private void putObject(String storeKey, byte[] object) throws IOException {
    KnownArray array = arrays.ofChunk(storeKey);
    byte[] value = array == null ? object : array.chunks().toStore(storeKey, object);
    try {
      Await.result(WriteOrder.put(store, storeKey, value));
    } finally {
      if (array != null) {
        array.readAhead().forget(storeKey);
      }
    }
  }

  @Override
  public void delete(String key) throws IOException {
    String storeKey = Paths.resolve(path, key);
    arrays.forget(storeKey);
    try {
      Trees.delete(store, storeKey);
    } finally {
      arrays.forget(storeKey);
    }
  }

  @Override
  public TreeSet<String> getArrayKeys() throws IOException {
    TreeSet<String> keys = Hierarchy.parentsOf(ArrayHeader.NAME, store, path);
    headers.listed(keys.stream().map(key -> Paths.resolve(path, key)).toList());
    return keys;
  }

  @Override
  public TreeSet<String> getGroupKeys() throws IOException {
    return Hierarchy.parentsOf(GROUP, store, path);
  }

  @Override
  public TreeSet<String> getKeysEndingWith(String suffix) throws IOException {
    try (Stream<String> keys = Trees.keysUnder(store, path)) {
      return keys.filter(key -> key.endsWith(suffix))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Keys are listed a page at a time, as the stream asks for them. A page that cannot be listed
   * is an {@link UncheckedIOException} of the stream.
   */
  @Override
  public Stream<String> getRelativeLeafKeys(String key) throws IOException {
    return Trees.keysUnder(store, Paths.resolve(path, key));
  }

  /** Closes the {@link AsyncStore}, too. */
  @Override
  public void close() {
    arrays.forget("");
    LOG.debug("Closing {}: {}", store, readAhead());
    store.close();
  }
}
