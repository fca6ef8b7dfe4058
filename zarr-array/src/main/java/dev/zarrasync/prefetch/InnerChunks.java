package dev.zarrasync.prefetch;

import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.RegionWriter;
import dev.zarrasync.array.internal.ChunkGrid;
import dev.zarrasync.array.internal.JoinedRange;
import dev.zarrasync.array.internal.ShardIndices;
import dev.zarrasync.array.internal.ShardIndices.Shard;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.codec.ShardIndex;
import dev.zarrasync.fetch.internal.Workers;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.internal.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The inner chunks of an array in shards, each under the key that it would have if it were stored
 * alone. Nothing else is asked of this store.
 */
final class InnerChunks extends ForwardingStore {

  private final ArrayMetadata metadata;
  private final String path;
  private final ChunkGrid shards;
  private final ChunkGrid chunks;
  private final ShardIndices indices;
  private final Duration absentLife;

  /**
   * @param absentLife for how long it is believed that a chunk is missing
   */
  InnerChunks(AsyncStore store, String path, ArrayMetadata metadata, Duration absentLife) {
    super(store);
    this.metadata = metadata;
    this.path = path;
    this.shards = ChunkGrid.of(path, metadata);
    this.chunks = ChunkGrid.of(path, metadata.inner());
    this.indices = new ShardIndices(store, Objects.requireNonNull(metadata.shards()));
    this.absentLife = absentLife;
  }

  /** Where an inner chunk is. */
  private record Place(String shard, int number) {}

  private Place place(String key) {
    long[] index = Objects.requireNonNull(chunks.index(key), key);
    long[] shard = new long[index.length];
    int number = 0;
    for (int i = 0; i < index.length; i++) {
      int inShard = shards.chunks()[i] / chunks.chunks()[i];
      shard[i] = Math.floorDiv(index[i], inShard);
      number = number * inShard + Math.floorMod(index[i], inShard);
    }
    return new Place(shards.key(shard), number);
  }

  /** {@inheritDoc} That of the shard, whose writes are those of all chunks in it. */
  @Override
  public String url(String key) {
    return delegate().url(chunks.index(key) == null ? key : place(key).shard);
  }

  @Override
  public boolean listsCompletely() {
    return false;
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    return Objects.requireNonNull(getItems(List.of(key)).get(key));
  }

  /** {@inheritDoc} Those near each other in a shard are got in one range. */
  @Override
  public Map<String, CompletableFuture<Fetched>> getItems(Collection<String> keys) {
    long since = System.nanoTime() - absentLife.toNanos();
    Map<String, CompletableFuture<Fetched>> items = new LinkedHashMap<>();
    Map<String, List<Get>> byShard = new LinkedHashMap<>();
    for (String key : keys) {
      Get get = new Get(place(key), since);
      items.put(key, get);
      byShard.computeIfAbsent(get.place.shard, shard -> new ArrayList<>()).add(get);
    }
    byShard.forEach((key, gets) -> await(gets, indices.find(key, since), this::indexed));
    return items;
  }

  /** What is done when something has come that several gets wait for. */
  @FunctionalInterface
  private interface Next<T> {
    void run(List<Get> gets, @Nullable T value, @Nullable Throwable failure);
  }

  /** Has gets wait for one future, which is cancelled when all of them are. */
  private static <T> void await(List<Get> gets, CompletableFuture<T> future, Next<T> next) {
    Set<Get> waiting = ConcurrentHashMap.newKeySet();
    waiting.addAll(gets);
    for (Get get : gets) {
      get.leaveBy(
          () -> {
            if (waiting.remove(get) && waiting.isEmpty()) {
              future.cancel(false);
            }
          });
    }
    Reply.follow(
        future,
        (value, failure) -> {
          try {
            next.run(gets, value, failure);
          } catch (Throwable e) { // Whatever a store throws, those who wait must hear of it.
            gets.forEach(get -> get.completeExceptionally(e));
          }
        });
  }

  private void indexed(List<Get> gets, @Nullable Shard shard, @Nullable Throwable failure) {
    if (shard == null) {
      Throwable cause = StoreException.unwrap(Objects.requireNonNull(failure));
      gets.forEach(get -> get.completeExceptionally(cause));
      return;
    }
    Map<Integer, Get> waiting = new LinkedHashMap<>();
    gets.stream().filter(get -> !get.isDone()).forEach(get -> waiting.put(get.place.number, get));
    ShardIndex index = shard.index();
    if (index != null) {
      for (JoinedRange range : JoinedRange.of(index, waiting.keySet(), limits())) {
        await(
            range.numbers().stream().map(waiting::remove).toList(),
            delegate().get(gets.get(0).place.shard, shard.range(range.start(), range.length())),
            (together, bytes, problem) -> got(together, shard, range, bytes, problem));
      }
    }
    waiting.values().forEach(get -> get.isMissing(shard));
  }

  private void got(
      List<Get> gets,
      Shard shard,
      JoinedRange range,
      @Nullable Fetched bytes,
      @Nullable Throwable failure) {
    for (Get get : gets) {
      if (bytes instanceof Fetched.Found found && shard.has(found, range.length())) {
        // Each goes on to be decoded, side by side.
        Workers.POOL.execute(() -> get.cutFrom(found, shard, range));
      } else if (failure == null || ShardIndices.hasChanged(failure)) {
        get.readAgain(shard, failure);
      } else {
        get.completeExceptionally(StoreException.unwrap(failure));
      }
    }
  }

  /** One get: of the index, if it is not known, and of the range in the shard. */
  private final class Get extends Reply<Fetched> {
    private final Place place;
    private final long since;
    private int attempts = 1;
    private volatile Runnable leave = () -> {};

    Get(Place place, long since) {
      this.place = place;
      this.since = since;
    }

    /** Takes how to leave what it waits for, which may be done more than once. */
    void leaveBy(Runnable action) {
      leave = action;
      if (isDone()) { // Or else no one would.
        action.run();
      }
    }

    void isMissing(Shard shard) {
      if (shard.isKnownSince(since)) {
        complete(Fetched.MISSING);
      } else {
        findAgain(shard, since); // What was not stored then may be stored now.
      }
    }

    void cutFrom(Fetched.Found bytes, Shard shard, JoinedRange range) {
      ShardIndex index = Objects.requireNonNull(shard.index());
      byte[] chunk = JoinedRange.cut(index, place.number, bytes.bytes(), range.start());
      complete(new Fetched.Found(chunk, chunk.length, bytes.etag()));
    }

    void readAgain(Shard former, @Nullable Throwable failure) {
      if (attempts < ShardIndices.MOST_ATTEMPTS) {
        findAgain(former, System.nanoTime());
      } else {
        String problem = "the shard is replaced again and again: read it later";
        completeExceptionally(
            new StoreException(
                Kind.PRECONDITION_FAILED, delegate(), place.shard, problem, failure));
      }
    }

    private void findAgain(Shard former, long notBefore) {
      attempts++;
      await(
          List.of(this),
          indices.findAgain(place.shard, former, notBefore),
          InnerChunks.this::indexed);
    }

    @Override
    protected void over() {
      leave.run();
    }
  }

  /**
   * Changes an inner chunk, and stores its shard.
   *
   * @param raw the decoded chunk
   */
  CompletableFuture<Void> write(String key, byte[] raw) {
    long[] offset = Objects.requireNonNull(chunks.index(key), key);
    for (int i = 0; i < offset.length; i++) {
      offset[i] *= chunks.chunks()[i];
    }
    return new RegionWriter(delegate(), path, ofBytes(), false)
        .write(raw, chunks.chunks(), offset)
        .done();
  }

  /** The same array, whose elements are the bytes that they have in a raw chunk. */
  private ArrayMetadata ofBytes() {
    DataType type = metadata.type();
    return metadata.as(new DataType(DataType.Kind.RAW, type.size(), type.order()));
  }
}
