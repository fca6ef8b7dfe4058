package dev.zarrasync.prefetch;

import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.array.RegionWriter;
import dev.zarrasync.array.internal.ChunkGrid;
import dev.zarrasync.array.internal.JoinedRange;
import dev.zarrasync.array.internal.ShardIndices;
import dev.zarrasync.array.internal.ShardIndices.Shard;
import dev.zarrasync.codec.DataType;
import dev.zarrasync.codec.ShardIndex;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
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
    byShard.forEach(
        (key, gets) -> {
          CompletableFuture<Shard> shard = indices.find(key, since);
          hold(gets, shard);
          Reply.follow(
              shard, (found, failure) -> orFail(gets, () -> indexed(gets, found, failure)));
        });
    return items;
  }

  /** Has gets wait for one future, which is cancelled when all of them are. */
  private static void hold(List<Get> gets, CompletableFuture<?> future) {
    AtomicInteger waiting = new AtomicInteger(gets.size());
    for (Get get : gets) {
      CompletableFuture<Void> seat = new CompletableFuture<>();
      get.await(
          seat,
          (nothing, cancelled) -> {
            if (waiting.decrementAndGet() == 0) {
              future.cancel(false);
            }
          });
    }
  }

  private void indexed(List<Get> gets, @Nullable Shard shard, @Nullable Throwable failure) {
    ShardIndex index = shard == null ? null : shard.index();
    if (shard == null || index == null || gets.size() == 1) {
      gets.forEach(get -> get.indexed(shard, failure));
      return;
    }
    Map<Integer, Get> byNumber = new LinkedHashMap<>();
    gets.forEach(get -> byNumber.put(get.place.number, get));
    for (JoinedRange range : JoinedRange.of(index, byNumber.keySet(), limits())) {
      List<Get> together = new ArrayList<>();
      range.numbers().forEach(number -> together.add(byNumber.remove(number)));
      getTogether(together, shard, index, range);
    }
    byNumber.values().forEach(get -> get.indexed(shard, null)); // They are not stored.
  }

  private void getTogether(List<Get> gets, Shard shard, ShardIndex index, JoinedRange range) {
    CompletableFuture<Fetched> bytes =
        delegate().get(gets.get(0).place.shard, shard.range(range.start(), range.length()));
    hold(gets, bytes);
    Reply.follow(
        bytes,
        (fetched, failure) ->
            orFail(
                gets,
                () -> {
                  for (Get get : gets) {
                    Fetched chunk =
                        fetched instanceof Fetched.Found found && shard.has(found)
                            ? get.cutFrom(found, index, range.start())
                            : fetched;
                    get.got(shard, chunk, failure);
                  }
                }));
  }

  /** Whatever a store throws, those who wait must hear of it. */
  private static void orFail(List<Get> gets, Runnable next) {
    try {
      next.run();
    } catch (Throwable e) {
      gets.forEach(get -> get.completeExceptionally(e));
    }
  }

  /** One get: of the index, if it is not known, and of the range in the shard. */
  private final class Get extends Reply<Fetched> {
    private final Place place;
    private final long since;
    private int attempts = 1;
    private volatile @Nullable CompletableFuture<?> underWay;

    Get(Place place, long since) {
      this.place = place;
      this.since = since;
    }

    <T> void await(CompletableFuture<T> future, BiConsumer<? super T, ? super Throwable> next) {
      underWay = future;
      Reply.follow(future, next);
      if (isDone()) { // Or else no one would abort it.
        future.cancel(false);
      }
    }

    void indexed(@Nullable Shard shard, @Nullable Throwable failure) {
      if (shard == null) {
        completeExceptionally(StoreException.unwrap(Objects.requireNonNull(failure)));
        return;
      }
      ShardIndex index = shard.index();
      if (index != null && index.isStored(place.number)) {
        await(
            delegate()
                .get(
                    place.shard,
                    shard.range(index.offset(place.number), index.length(place.number))),
            (fetched, problem) -> got(shard, fetched, problem));
      } else if (shard.isKnownSince(since)) {
        complete(Fetched.MISSING);
      } else {
        again(shard, since); // What was not stored then may be stored now.
      }
    }

    /** This chunk out of bytes of its shard. */
    Fetched cutFrom(Fetched.Found bytes, ShardIndex index, long offset) {
      byte[] chunk = JoinedRange.cut(index, place.number, bytes.bytes(), offset);
      return new Fetched.Found(chunk, bytes.objectSize(), bytes.etag());
    }

    void got(Shard shard, @Nullable Fetched fetched, @Nullable Throwable failure) {
      if (fetched instanceof Fetched.Found found && shard.has(found)) {
        complete(new Fetched.Found(found.bytes(), found.bytes().length, found.etag()));
      } else if (failure != null && !ShardIndices.hasChanged(failure)) {
        completeExceptionally(StoreException.unwrap(failure));
      } else if (attempts < ShardIndices.MOST_ATTEMPTS) {
        again(shard, System.nanoTime());
      } else {
        String problem = "the shard is replaced again and again: read it later";
        completeExceptionally(
            new StoreException(
                Kind.PRECONDITION_FAILED, delegate(), place.shard, problem, failure));
      }
    }

    private void again(Shard former, long notBefore) {
      attempts++;
      await(indices.findAgain(place.shard, former, notBefore), this::indexed);
    }

    @Override
    protected void over() {
      CompletableFuture<?> future = underWay;
      if (future != null) {
        future.cancel(false);
      }
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
