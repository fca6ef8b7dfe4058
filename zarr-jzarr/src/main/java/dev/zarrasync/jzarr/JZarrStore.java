package dev.zarrasync.jzarr;

import com.bc.zarr.CompressorFactory;
import com.bc.zarr.ZarrUtils;
import com.bc.zarr.storage.Store;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.array.internal.WriteOrder;
import dev.zarrasync.hierarchy.ArrayHeader;
import dev.zarrasync.hierarchy.Hierarchy;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.hierarchy.internal.Trees;
import dev.zarrasync.prefetch.DecodedStore;
import dev.zarrasync.prefetch.PrefetchOptions;
import dev.zarrasync.prefetch.ReadAheadReport;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Stores;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A JZarr store over the keys under a path of an {@link AsyncStore}. {@link JZarrs#asJZarrStore}
 * makes it.
 *
 * <p>JZarr asks for one chunk at a time, so chunks are fetched and decoded ahead, as {@link
 * DecodedStore} says. What was fetched ahead lives for some seconds ({@link PrefetchOptions}): a
 * chunk changed elsewhere meanwhile may be read as it was. One that this process has written is
 * fetched again.
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

  /** JZarr takes nothing else in a group than this. */
  private static final byte[] A_GROUP = "{\"zarr_format\": 2}".getBytes(StandardCharsets.US_ASCII);

  private final AsyncStore store;
  private final String path;
  private final @Nullable DecodedStore decoded;
  private final @Nullable ArrayHeader opened;
  private final HeadersAhead headers;

  /** Makes a store that gives objects as they are, for arrays that read chunks by themselves. */
  JZarrStore(AsyncStore store, String path) {
    this(store, path, null, null);
  }

  private JZarrStore(
      AsyncStore store, String path, @Nullable DecodedStore decoded, @Nullable ArrayHeader opened) {
    this.store = store;
    this.path = path;
    this.decoded = decoded;
    this.opened = opened;
    this.headers = new HeadersAhead(store);
  }

  static JZarrStore decoding(AsyncStore store, PrefetchOptions prefetch) {
    return new JZarrStore(store, "", new DecodedStore(store, prefetch), null);
  }

  /** Makes a store at an array, whose header is this one even if it changes meanwhile. */
  static JZarrStore of(AsyncStore store, String path, ArrayHeader opened) {
    return new JZarrStore(store, path, null, opened);
  }

  /**
   * Returns what reading ahead has come to so far.
   *
   * @return the report
   */
  public ReadAheadReport readAhead() {
    return decoded == null ? new ReadAheadReport(0, 0, 0) : decoded.readAhead();
  }

  /** Says that an array of the store is being opened. */
  void opening(String arrayPath) {
    headers.opening(arrayPath);
  }

  @Override
  public @Nullable InputStream getInputStream(String key) throws IOException {
    String storeKey = Paths.resolve(path, key);
    String name = Paths.name(key);
    if (name.equals(ArrayHeader.NAME)) {
      opening(Paths.parent(storeKey));
    }
    byte[] object = decoded != null ? bytes(decoded.get(storeKey)) : object(storeKey, name);
    return object == null ? null : new ByteArrayInputStream(object);
  }

  private byte @Nullable [] object(String storeKey, String name) throws IOException {
    if (!Paths.isMetadata(storeKey)) {
      return bytes(store.get(storeKey));
    }
    if (name.equals(ArrayHeader.NAME)) {
      ArrayHeader header =
          opened != null ? opened : ArrayHeader.load(store, Paths.parent(storeKey));
      if (header == null) {
        return null;
      }
      return header.forJZarr(store).toJson(compressor(header.json().path("compressor")));
    }
    byte[] metadata = bytes(Hierarchy.metadata(store, storeKey));
    return metadata != null && name.equals(GROUP) ? A_GROUP : metadata;
  }

  private static byte @Nullable [] bytes(CompletableFuture<Fetched> get) throws IOException {
    return Stores.await(get) instanceof Fetched.Found found ? found.bytes() : null;
  }

  /**
   * Says of a compressor what JZarr can hear: options matter to who writes, which is not JZarr
   * here. What it does not know at all is none.
   */
  private static JsonNode compressor(JsonNode stored) throws IOException {
    if (stored.isObject()) {
      for (JsonNode told :
          List.of(stored, JsonNodeFactory.instance.objectNode().set("id", stored.get("id")))) {
        if (isKnown(told)) {
          return told;
        }
      }
    }
    return NullNode.instance;
  }

  private static boolean isKnown(JsonNode compressor) throws IOException {
    String json = new String(MetadataJson.strict(compressor), StandardCharsets.US_ASCII);
    try {
      @SuppressWarnings("unchecked")
      Map<String, Object> options = ZarrUtils.fromJson(new StringReader(json), HashMap.class);
      CompressorFactory.create(options);
      return true;
    } catch (IllegalArgumentException | ClassCastException e) {
      return false;
    }
  }

  @Override
  public OutputStream getOutputStream(String key) {
    String storeKey = Paths.resolve(path, key);
    return new ObjectOutputStream(object -> Stores.await(put(storeKey, object)));
  }

  private CompletableFuture<Void> put(String storeKey, byte[] object) {
    if (decoded != null) {
      return decoded.put(storeKey, object);
    }
    return Paths.isMetadata(storeKey)
        ? Hierarchy.put(store, storeKey, object)
        : WriteOrder.put(store, storeKey, object);
  }

  @Override
  public void delete(String key) throws IOException {
    String storeKey = Paths.resolve(path, key);
    if (decoded != null) {
      decoded.deleteTree(storeKey);
    } else {
      Trees.delete(store, storeKey);
    }
  }

  @Override
  public TreeSet<String> getArrayKeys() throws IOException {
    SortedSet<String> keys = Hierarchy.arrays(store, path);
    headers.listed(keys.stream().map(key -> Paths.resolve(path, key)).toList());
    return new TreeSet<>(keys);
  }

  @Override
  public TreeSet<String> getGroupKeys() throws IOException {
    return new TreeSet<>(Hierarchy.groups(store, path));
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
    (decoded == null ? store : decoded).close();
  }

  /**
   * Collects an object and publishes it whole when it is first closed. Who closes it again, or at
   * the same time, waits until it is published.
   */
  static final class ObjectOutputStream extends ByteArrayOutputStream {

    /** Takes the object. */
    @FunctionalInterface
    interface Publisher {
      void publish(byte[] object) throws IOException;
    }

    private final Publisher publisher;
    private boolean closed;

    ObjectOutputStream(Publisher publisher) {
      this.publisher = publisher;
    }

    @Override
    public synchronized void close() throws IOException {
      if (!closed) {
        closed = true;
        publisher.publish(toByteArray());
      }
    }
  }

  /**
   * Loads headers ahead where the arrays of a group are opened one after the other, in the order in
   * which they were listed: never more than were opened before, and each once. Safe for use by many
   * threads.
   */
  private static final class HeadersAhead {

    private static final int MOST = 64;

    private final AsyncStore store;
    private final TreeSet<String> waiting = new TreeSet<>();
    private final Set<String> sent = new HashSet<>();
    private int opened;

    HeadersAhead(AsyncStore store) {
      this.store = store;
    }

    /** Takes the paths of the arrays that may be opened next. */
    synchronized void listed(Collection<String> paths) {
      waiting.clear();
      waiting.addAll(paths);
      sent.clear();
      opened = 0;
    }

    /** To be called when an array is opened. */
    synchronized void opening(String path) {
      if (!waiting.remove(path) && !sent.remove(path)) {
        return;
      }
      var unusedOwn = ArrayHeader.loading(store, path);
      int most = Math.min(opened++, MOST);
      String next = waiting.higher(path);
      while (next != null && sent.size() < most) {
        waiting.remove(next);
        sent.add(next);
        var unused = ArrayHeader.loading(store, next);
        next = waiting.higher(path);
      }
    }
  }
}
