package dev.zarrasync.prefetch;

import dev.zarrasync.fetch.internal.Workers;
import dev.zarrasync.plan.internal.PlannedGet;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.Writes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one array that are being loaded, or were loaded ahead and not yet asked for. Each
 * is given out once, in time; those who ask for it while it is under way share it.
 *
 * <p>Safe for use by many threads. Nothing is read from the store under the lock.
 */
final class ChunkLoads {

  private final ArrayChunks chunks;
  private final ReadAheadBudget budget;
  private final PrefetchOptions options;
  private final LongSupplier nanoTime;
  private final Executor later;

  // Guarded by this.
  private final Map<String, Load> loads = new HashMap<>();
  private boolean sweepIsDue;

  ChunkLoads(ArrayChunks chunks, ReadAheadBudget budget, PrefetchOptions options) {
    this(chunks, budget, options, System::nanoTime, Workers.after(options.life()));
  }

  /**
   * @param nanoTime the time
   * @param later runs a task when the life of a chunk is over
   */
  ChunkLoads(
      ArrayChunks chunks,
      ReadAheadBudget budget,
      PrefetchOptions options,
      LongSupplier nanoTime,
      Executor later) {
    this.chunks = chunks;
    this.budget = budget;
    this.options = options;
    this.nanoTime = nanoTime;
    this.later = later;
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }

  PrefetchOptions options() {
    return options;
  }

  /**
   * Gives out a chunk, and loads it if need be.
   *
   * @param listed whether a listing has shown it: that it is missing is then an error
   * @return the chunk. Cancelling it abandons it.
   */
  CompletableFuture<Fetched> ask(String key, boolean listed) {
    CompletableFuture<Fetched> seat = new CompletableFuture<>();
    // The index of a shard is believed for that long already.
    long believed = chunks.areInShards() ? 0 : options.absentLife().toNanos();
    ask(key, listed, nanoTime() - believed, seat);
    return seat;
  }

  /**
   * @param since a load that began before then cannot tell that the chunk is absent
   */
  private void ask(String key, boolean listed, long since, CompletableFuture<Fetched> seat) {
    List<Runnable> actions = new ArrayList<>();
    Load load;
    synchronized (this) {
      load = usable(key, listed, actions);
      load.ask();
    }
    actions.forEach(Runnable::run);
    seat.whenComplete((chunk, failure) -> load.leaveIf(seat.isCancelled()));
    load.result.whenComplete(
        (chunk, failure) -> {
          if (failure != null) {
            seat.completeExceptionally(failure);
          } else if (!seat.isDone() && !load.tells(chunk, listed, since)) {
            ask(key, listed, since, seat);
          } else {
            seat.complete(chunk);
          }
        });
  }

  private Load usable(String key, boolean listed, List<Runnable> actions) {
    Load former = loads.get(key);
    if (former != null && former.isUsable()) {
      return former;
    }
    if (former != null && !former.asked) {
      actions.add(former::drop);
    }
    Load load = new Load(key, listed, null, new long[0]);
    loads.put(key, load);
    actions.add(load::start);
    return load;
  }

  /**
   * Reserves a chunk to be loaded ahead.
   *
   * @param listed whether a listing has shown it
   * @param owner for whom
   * @param reserved is given the load, to be started without a lock
   * @return false if there is no room
   */
  boolean reserve(String key, boolean listed, Object owner, long[] index, List<Load> reserved) {
    synchronized (this) {
      if (loads.containsKey(key)) {
        return true;
      }
      if (!budget.reserve(chunks.chunkBytes())) {
        return false;
      }
      Load load = new Load(key, listed, owner, index);
      loads.put(key, load);
      reserved.add(load);
      return true;
    }
  }

  /** Starts loads that were reserved, those of chunks in shards together. */
  void start(List<Load> reserved) {
    boolean isFirst;
    synchronized (this) {
      isFirst = !sweepIsDue && !reserved.isEmpty();
      sweepIsDue |= isFirst;
    }
    if (isFirst) {
      later.execute(this::sweep);
    }
    if (chunks.areInShards()) {
      startTogether(reserved.stream().filter(load -> !load.result.isDone()).toList());
    } else {
      reserved.forEach(Load::start);
    }
  }

  private void startTogether(List<Load> wanted) {
    try {
      var items = chunks.store().getItems(wanted.stream().map(load -> load.key).toList());
      wanted.forEach(load -> load.follow(Objects.requireNonNull(items.get(load.key))));
    } catch (Throwable e) { // As in a load that is alone.
      wanted.forEach(load -> load.follow(CompletableFuture.failedFuture(e)));
    }
  }

  /**
   * Drops what was loaded ahead and meets a condition. Who has asked for a load that is under way
   * still gets it.
   *
   * @param drops is given what is left to do, to be run without a lock
   */
  void dropIf(Predicate<Load> condition, List<Runnable> drops) {
    synchronized (this) {
      for (Load load : List.copyOf(loads.values())) {
        if (condition.test(load)) {
          loads.remove(load.key);
          if (!load.asked) {
            drops.add(load::drop);
          }
        }
      }
    }
  }

  private void sweep() {
    List<Runnable> actions = new ArrayList<>();
    synchronized (this) {
      dropIf(load -> !load.asked && load.isOld(), actions);
      sweepIsDue = loads.values().stream().anyMatch(load -> !load.asked);
      if (sweepIsDue) {
        actions.add(() -> later.execute(this::sweep));
      }
    }
    actions.forEach(Runnable::run);
  }

  /** The load of one chunk. */
  final class Load {
    final String key;
    final boolean listed;
    final @Nullable Object owner; // Null if it is not ahead.
    final long[] index;
    final long born = nanoTime();
    final int writes;
    final CompletableFuture<Fetched> result = new CompletableFuture<>();
    volatile long received;

    // Guarded by ChunkLoads.this.
    boolean asked;
    boolean ended;
    boolean failed;
    int askers;

    Load(String key, boolean listed, @Nullable Object owner, long[] index) {
      this.key = key;
      this.listed = listed;
      this.writes = Writes.of(chunks.store().url(key));
      this.owner = owner;
      this.index = index;
    }

    boolean isOld() {
      return nanoTime() - born >= options.life().toNanos();
    }

    boolean isUsable() {
      return writes == Writes.of(chunks.store().url(key)) && !failed && !isOld();
    }

    void ask() {
      if (owner != null && !asked) {
        budget.used(chunks.chunkBytes());
      }
      asked = true;
      askers++;
      removeIfGivenOut();
    }

    private void removeIfGivenOut() {
      if (asked && ended) {
        loads.remove(key, this);
      }
    }

    void drop() {
      result.cancel(false);
      budget.wasted(chunks.chunkBytes(), received);
    }

    void start() {
      if (result.isDone()) {
        return;
      }
      follow(get());
    }

    void follow(CompletableFuture<Fetched> get) {
      result.whenComplete((chunk, failure) -> get.cancel(true));
      get.thenCompose(fetched -> Workers.call(() -> decode(fetched))).whenComplete(this::end);
    }

    private CompletableFuture<Fetched> get() {
      try {
        return listed
            ? PlannedGet.listed(chunks.store(), key, GetOptions.ALL)
            : chunks.store().get(key);
      } catch (Throwable e) { // Whatever a store throws, those who wait must hear of it.
        return CompletableFuture.failedFuture(e);
      }
    }

    private Fetched decode(Fetched fetched) throws StoreException {
      if (!(fetched instanceof Fetched.Found found)) {
        return fetched;
      }
      received = found.bytes().length;
      return result.isDone() ? fetched : chunks.fromStore(key, found);
    }

    /** Says whether the answer can be given to a caller, as it can to the one it was loaded for. */
    boolean tells(Fetched chunk, boolean isListed, long since) {
      boolean isFresh = born - since >= 0 && (listed || !isListed);
      return isFresh || chunk instanceof Fetched.Found;
    }

    /**
     * A load is removed before its result is known to those who wait: one of them may ask again at
     * once.
     */
    private void end(@Nullable Fetched chunk, @Nullable Throwable failure) {
      synchronized (ChunkLoads.this) {
        failed = failure != null;
        ended = true;
        removeIfGivenOut();
      }
      if (failure != null) {
        result.completeExceptionally(failure);
      } else {
        result.complete(chunk);
      }
    }

    boolean isFor(Object reader) {
      return owner == reader;
    }

    void leaveIf(boolean cancelled) {
      if (!cancelled) {
        return;
      }
      synchronized (ChunkLoads.this) {
        askers--;
        if (askers > 0) {
          return;
        }
        loads.remove(key, this);
      }
      result.cancel(false);
    }
  }
}
