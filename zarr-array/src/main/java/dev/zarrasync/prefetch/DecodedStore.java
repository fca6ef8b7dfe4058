package dev.zarrasync.prefetch;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrasync.array.internal.MetadataJson;
import dev.zarrasync.array.internal.WriteOrder;
import dev.zarrasync.hierarchy.ArrayHeader;
import dev.zarrasync.hierarchy.Hierarchy;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.hierarchy.internal.Trees;
import dev.zarrasync.prefetch.KnownArrays.KnownChunk;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.Stores;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A view of a store in which chunks are decoded, for libraries that ask a store for one chunk at a
 * time and know less of the format than we do: keys in, decoded chunks out, under headers that say
 * "not compressed". What is put is encoded as the array is.
 *
 * <p>Such libraries ask for chunks in C order over the region that they read. So this store fetches
 * ahead, and decodes ahead, the chunks that come next: never more than were asked for before in the
 * same region, and no more bytes than {@link dev.zarrasync.store.Limits#maxBytesInFlight()} for all
 * arrays together. What was fetched ahead lives for some seconds, as {@link PrefetchOptions} say.
 *
 * <p>Arrays and groups of Zarr v3 have the metadata and the keys of v2 here.
 *
 * <p>An array is known from when its {@code .zarray} is read here. One whose {@code .zarray} is put
 * here is encoded and decoded by who did that, until it is deleted.
 *
 * <p>Safe for use by many threads at once.
 */
public final class DecodedStore extends ForwardingStore {

  private static final Logger LOG = LoggerFactory.getLogger(DecodedStore.class);

  private final ReadAheadBudget budget;
  private final KnownArrays arrays;

  /**
   * Makes a view. Sends nothing yet.
   *
   * @param store the store, which closing the view closes
   * @param prefetch for how long it believes what it has learned ahead
   */
  public DecodedStore(AsyncStore store, PrefetchOptions prefetch) {
    super(store);
    this.budget = new ReadAheadBudget(store.limits().maxBytesInFlight());
    this.arrays = new KnownArrays(store, budget, prefetch);
  }

  /**
   * Returns what reading ahead has come to so far.
   *
   * @return the report
   */
  public ReadAheadReport readAhead() {
    return budget.report();
  }

  /** {@inheritDoc} Of a chunk, a range is one of the decoded chunk. */
  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    if (Paths.name(key).equals(ArrayHeader.NAME)) {
      String path = Paths.parent(key);
      return ArrayHeader.loading(delegate(), path).thenCompose(raw -> header(path, raw));
    }
    if (Paths.isMetadata(key)) {
      return Hierarchy.metadata(delegate(), key);
    }
    KnownChunk chunk = arrays.chunk(key);
    if (chunk == null) {
      return delegate().get(key, options);
    }
    CompletableFuture<Fetched> decoded = chunk.array().readAhead().get(chunk.key());
    return options.range() instanceof ByteRange.All
        ? decoded
        : decoded.thenCompose(fetched -> part(key, options.range(), fetched));
  }

  private CompletableFuture<Fetched> header(String path, Fetched raw) {
    if (!(raw instanceof Fetched.Found found)) {
      return CompletableFuture.completedFuture(raw);
    }
    try {
      ArrayHeader header = ArrayHeader.parse(delegate(), path, found.bytes()).forJZarr(delegate());
      boolean created = arrays.open(path, header).created();
      return CompletableFuture.completedFuture(
          MetadataJson.found(
              header.toJson(created ? header.json().path("compressor") : NullNode.instance)));
    } catch (StoreException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Fetched> part(String key, ByteRange range, Fetched fetched) {
    if (!(fetched instanceof Fetched.Found found)) {
      return CompletableFuture.completedFuture(fetched);
    }
    byte[] chunk = found.bytes();
    long start = range.start(chunk.length);
    if (start < 0) {
      String problem = "the decoded chunk has " + chunk.length + " bytes, and none in " + range;
      return CompletableFuture.failedFuture(
          new StoreException(Kind.UNSATISFIABLE_RANGE, this, key, problem, null));
    }
    byte[] part = Arrays.copyOfRange(chunk, (int) start, (int) range.end(chunk.length));
    return CompletableFuture.completedFuture(new Fetched.Found(part, chunk.length, null));
  }

  /** {@inheritDoc} Puts are carried out in one order for each key. None is on a condition. */
  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    if (!(condition instanceof Condition.None)) {
      return CompletableFuture.failedFuture(
          new StoreException(
              Kind.UNSUPPORTED, this, key, "a decoded chunk has no version to compare", null));
    }
    try {
      return Paths.isMetadata(key) ? putMetadata(key, value) : putObject(key, value);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Void> putMetadata(String key, byte[] json) throws IOException {
    if (!Paths.name(key).equals(ArrayHeader.NAME)) {
      return Hierarchy.put(delegate(), key, json);
    }
    ObjectNode header = MetadataJson.parse(delegate(), key, json);
    return WriteOrder.put(delegate(), key, json)
        .thenRun(() -> arrays.create(Paths.parent(key), header));
  }

  private CompletableFuture<Void> putObject(String key, byte[] object) throws IOException {
    KnownChunk chunk = arrays.chunk(key);
    if (chunk == null) {
      return WriteOrder.put(delegate(), key, object);
    }
    String stored = chunk.key();
    return chunk
        .array()
        .chunks()
        .put(stored, object)
        .whenComplete((done, failure) -> chunk.array().readAhead().forget(stored));
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    for (String key : keys) {
      KnownChunk chunk = arrays.chunk(key);
      if (chunk != null && chunk.array().chunks().areInShards()) {
        return CompletableFuture.failedFuture(
            new StoreException(
                Kind.UNSUPPORTED, this, key, "a chunk in a shard cannot be deleted alone", null));
      }
    }
    List<String> stored = keys.stream().map(this::stored).toList();
    return WriteOrder.delete(delegate(), stored)
        .whenComplete((done, failure) -> stored.forEach(arrays::forget));
  }

  /**
   * Deletes an object and all objects under its key, and forgets the arrays there.
   *
   * @param path the path, or {@code ""} for all of the store
   * @throws IOException if something could not be deleted, or listed
   */
  public void deleteTree(String path) throws IOException {
    if (arrays.chunk(path) != null) {
      Stores.await(deleteItems(List.of(path)));
      return;
    }
    String stored = stored(path);
    arrays.forget(stored);
    try {
      Trees.delete(delegate(), stored);
    } finally {
      arrays.forget(stored);
    }
  }

  /** Returns under which key an object is stored. */
  private String stored(String key) {
    KnownChunk chunk = arrays.chunk(key);
    return chunk == null ? key : chunk.key();
  }

  @Override
  public void close() {
    arrays.forget("");
    LOG.debug("Closing {}: {}", delegate(), readAhead());
    super.close();
  }
}
