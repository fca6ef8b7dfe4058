package dev.zarrasync.array;

import dev.zarrasync.array.ChunkPart.Box;
import dev.zarrasync.array.internal.ChunkGrid;
import dev.zarrasync.array.internal.JoinedRange;
import dev.zarrasync.array.internal.PartsInFlight;
import dev.zarrasync.array.internal.PartsInFlight.Task;
import dev.zarrasync.array.internal.PartsInFlight.Window;
import dev.zarrasync.array.internal.ShardIndices;
import dev.zarrasync.array.internal.ShardIndices.Shard;
import dev.zarrasync.codec.ShardCodec;
import dev.zarrasync.codec.ShardIndex;
import dev.zarrasync.fetch.internal.Ranges;
import dev.zarrasync.fetch.internal.Workers;
import dev.zarrasync.plan.internal.PlannedGet;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.internal.Reply;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The read of the part of one shard that is in a region: of the shard's index and then of the inner
 * chunks, those near each other in one range; or of the whole shard, where that is cheaper. All
 * ranges are of the version of the shard that the index is of. If it changes meanwhile, all is read
 * again.
 */
final class ShardRead implements Task {

  /** Takes an inner chunk on a worker. */
  interface Receiver {

    /**
     * Decodes it and copies a part of it.
     *
     * @param chunk its bytes, or {@link Fetched#MISSING} if its elements have the fill value
     */
    void take(ChunkPart part, Fetched chunk) throws IOException;

    /** Learns whether there is a shard. */
    void answered(PlannedGet get, boolean found);
  }

  /**
   * What the reads of an array's shards have in common.
   *
   * @param shape the shape of a shard
   * @param chunks the grid of inner chunks, whose indices in a shard start at 0
   * @param chunkBytes the length of a decoded inner chunk, or what it is taken for
   * @param isFixed whether that is known
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Shards(
      AsyncStore store,
      ShardCodec codec,
      ShardIndices indices,
      int[] shape,
      ChunkGrid chunks,
      int chunkBytes,
      boolean isFixed) {

    /** The length of a raw shard. */
    long bytes() {
      long bytes = chunkBytes;
      for (int i = 0; i < shape.length; i++) {
        bytes *= shape[i] / chunks.chunks()[i];
      }
      return bytes;
    }

    String explain(int chunks) {
      return ("  shards    %,d inner chunks of %,d bytes; of each shard the index (%,d bytes) unless it"
              + " is known, then inner chunks, those near each other in one range of up to %,d"
              + " bytes; small shards, and those that are wanted by half, whole")
          .formatted(chunks, chunkBytes, codec.indexLength(), Ranges.bytes(store.limits()));
    }

    /** The inner chunks that have a part in a part of a shard. */
    private Selection selection(ChunkPart part) {
      long[] offset = Arrays.stream(part.inChunk().start()).asLongStream().toArray();
      return new Selection(chunks, part.size(), offset);
    }

    int count(ChunkPart part) {
      return selection(part).count();
    }

    /** The parts of inner chunks in the region, by the number of their chunk. */
    private Map<Integer, ChunkPart> innerParts(ChunkPart part) {
      Selection selection = selection(part);
      Map<Integer, ChunkPart> parts = new LinkedHashMap<>();
      for (int i = 0; i < selection.count(); i++) {
        parts.put(number(selection.index(i)), inRegion(part, selection.item(i)));
      }
      return parts;
    }

    /** The number of an inner chunk in C order. */
    private int number(long[] index) {
      int number = 0;
      for (int i = 0; i < index.length; i++) {
        number = number * (shape[i] / chunks.chunks()[i]) + (int) index[i];
      }
      return number;
    }

    /** The part of an inner chunk that is in a part of a shard, in the region that this is in. */
    private static ChunkPart inRegion(ChunkPart part, ChunkPart inner) {
      int[] start = inner.inRegion().start();
      Arrays.setAll(start, i -> start[i] + part.inRegion().start()[i]);
      return new ChunkPart(
          part.key(), inner.inChunk(), new Box(start, part.inRegion().shape()), inner.size());
    }
  }

  private final Shards shards;
  private final PlannedGet get;
  private final ChunkPart part;
  private final Map<Integer, ChunkPart> parts; // By the number of their inner chunk, in C order.
  private final long readBytes;
  private final Receiver receiver;
  private volatile Consumer<@Nullable Throwable> over = failure -> {};
  private volatile Runnable abort = () -> {};
  private volatile boolean cancelled;
  private volatile long asked;

  /**
   * Sends nothing yet.
   *
   * @param get the get of the shard
   * @param part the part of the shard
   * @param readBytes how many bytes the read brings of which this is a part
   */
  ShardRead(Shards shards, PlannedGet get, ChunkPart part, long readBytes, Receiver receiver) {
    this.shards = shards;
    this.get = get;
    this.part = part;
    this.parts = shards.innerParts(part);
    this.readBytes = readBytes;
    this.receiver = receiver;
  }

  @Override
  public void start(Consumer<@Nullable Throwable> listener) {
    over = listener;
    asked = System.nanoTime();
    if (isWholeCheaper()) {
      GetOptions all = GetOptions.ALL.readBytes(readBytes);
      await(
          get.send(shards.store, all), (fetched, failure) -> work(failure, () -> takeAll(fetched)));
    } else {
      await(
          shards.indices.find(get.key(), asked),
          (shard, failure) -> work(failure, () -> indexed(shard, 1)));
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    abort.run();
  }

  private <T> void await(
      CompletableFuture<T> future, BiConsumer<? super T, ? super Throwable> end) {
    await(future, () -> future.cancel(true), end);
  }

  /**
   * @param cancel has the future end soon, and not before what is under way for it
   */
  private <T> void await(
      CompletableFuture<T> future, Runnable cancel, BiConsumer<? super T, ? super Throwable> end) {
    abort = cancel;
    Reply.follow(future, end);
    if (cancelled) { // Or else no one would cancel it.
      cancel.run();
    }
  }

  /** What is done on a worker. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  /** Does the next thing, unless the last one failed. It says itself that all is over. */
  private void work(@Nullable Object failure, Work next) {
    if (failure != null) {
      over.accept((Throwable) failure);
      return;
    }
    Workers.run(
        () -> {
          try {
            next.run();
          } catch (Throwable e) { // An OutOfMemoryError, too, must reach who waits.
            over.accept(e);
          }
        });
  }

  // ----------------------------------------------------------------------------- The whole shard

  /** Of a small shard all is there sooner than its index and then a part of it. */
  private boolean isWholeCheaper() {
    if (!shards.isFixed) {
      return get.bytes(Long.MAX_VALUE) <= Ranges.LEAST;
    }
    long all = shards.bytes();
    long wanted = (long) parts.size() * shards.chunkBytes;
    return all <= Ranges.LEAST || (all <= Ranges.bytes(shards.store.limits()) && all <= 2 * wanted);
  }

  private void takeAll(Fetched fetched) throws IOException {
    receiver.answered(get, fetched instanceof Fetched.Found);
    if (fetched instanceof Fetched.Found found) {
      byte[] bytes = found.bytes();
      int length = Math.min(shards.codec.indexLength(), bytes.length);
      int start = shards.codec.isIndexFirst() ? 0 : bytes.length - length;
      byte[] encoded = Arrays.copyOfRange(bytes, start, start + length);
      ShardIndex index = shards.indices.read(get.key(), encoded, found.objectSize());
      for (Map.Entry<Integer, ChunkPart> inner : parts.entrySet()) {
        receiver.take(inner.getValue(), chunk(index, inner.getKey(), found, 0));
      }
    } else {
      takeMissing(number -> true);
      return;
    }
    over.accept(null);
  }

  /** An inner chunk in bytes of the shard that start at an offset. */
  private static Fetched chunk(ShardIndex index, int number, Fetched.Found in, long offset) {
    if (!index.isStored(number)) {
      return Fetched.MISSING;
    }
    byte[] chunk = JoinedRange.cut(index, number, in.bytes(), offset);
    return new Fetched.Found(chunk, chunk.length, in.etag());
  }

  // ------------------------------------------------------------------------ The index, and ranges

  private void indexed(Shard shard, int attempt) throws IOException {
    if (attempt == 1) {
      receiver.answered(get, shard.index() != null);
    }
    ShardIndex index = shard.index();
    if (index != null && (shard.isKnownSince(asked) || areAllStored(index))) {
      readRanges(shard, index, attempt);
    } else if (index != null) {
      findAgain(shard, asked, attempt + 1); // What was missing then may be stored by now.
    } else if (!get.isListed()) {
      takeMissing(number -> true);
    } else if (attempt == 1) {
      findAgain(shard, System.nanoTime(), attempt + 1);
    } else {
      throw PlannedGet.gone(shards.store, get.key());
    }
  }

  private boolean areAllStored(ShardIndex index) {
    return parts.keySet().stream().allMatch(index::isStored);
  }

  private void findAgain(Shard former, long since, int attempt) {
    await(
        shards.indices.findAgain(get.key(), former, since),
        (shard, failure) -> work(failure, () -> indexed(shard, attempt)));
  }

  private void readRanges(Shard shard, ShardIndex index, int attempt) {
    List<JoinedRange> ranges = JoinedRange.of(index, parts.keySet(), shards.store.limits());
    PartsInFlight<JoinedRange> all =
        new PartsInFlight<>(
            PartsInFlight.Source.of(
                ranges.iterator(),
                JoinedRange::length,
                range -> new RangeRead(shard, index, range)),
            Window.of(shards.store.limits()));
    await(
        all.start(),
        all::cancel,
        (nothing, failure) -> {
          if (attempt < ShardIndices.MOST_ATTEMPTS && ShardIndices.hasChanged(failure)) {
            work(null, () -> findAgain(shard, System.nanoTime(), attempt + 1));
          } else {
            work(failure, () -> takeMissing(number -> !index.isStored(number)));
          }
        });
  }

  /** The last thing to do. */
  private void takeMissing(IntPredicate isMissing) throws IOException {
    for (Map.Entry<Integer, ChunkPart> inner : parts.entrySet()) {
      if (isMissing.test(inner.getKey())) {
        receiver.take(inner.getValue(), Fetched.MISSING);
      }
    }
    over.accept(null);
  }

  /** One range under way: got, and on a worker decoded and placed. */
  private final class RangeRead implements Task {
    private final Shard shard;
    private final ShardIndex index;
    private final JoinedRange range;
    private volatile @Nullable CompletableFuture<Fetched> sent;

    RangeRead(Shard shard, ShardIndex index, JoinedRange range) {
      this.shard = shard;
      this.index = index;
      this.range = range;
    }

    @Override
    public void start(Consumer<@Nullable Throwable> ended) {
      GetOptions options = shard.range(range.start(), range.length()).readBytes(readBytes);
      CompletableFuture<Fetched> get = shards.store.get(part.key(), options);
      sent = get;
      Reply.follow(
          get,
          (fetched, failure) -> {
            if (failure == null) {
              Workers.run(() -> ended.accept(failureOf(fetched)));
            } else {
              ended.accept(failure);
            }
          });
    }

    private @Nullable Throwable failureOf(Fetched fetched) {
      try {
        if (!(fetched instanceof Fetched.Found found) || !shard.has(found, range.length())) {
          String problem = "the shard was replaced while it was read: read it again";
          return new StoreException(
              Kind.PRECONDITION_FAILED, shards.store, part.key(), problem, null);
        }
        for (int number : range.numbers()) {
          receiver.take(
              Objects.requireNonNull(parts.get(number)),
              chunk(index, number, found, range.start()));
        }
        return null;
      } catch (Throwable e) { // As above.
        return e;
      }
    }

    @Override
    public void cancel() {
      CompletableFuture<Fetched> get = sent;
      if (get != null) {
        get.cancel(true);
      }
    }
  }
}
