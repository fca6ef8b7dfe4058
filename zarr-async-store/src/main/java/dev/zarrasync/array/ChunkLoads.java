package dev.zarrasync.array;

import dev.zarrasync.fetch.Workers;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** How long a chunk waits to be asked for. */
  static final Duration LIFE = Duration.ofSeconds(10);

  private final ArrayChunks chunks;
  private final ReadAheadBudget budget;
  private final LongSupplier nanoTime;
  private final Executor later;

  // Guarded by this.
  private final Map<String, Load> loads = new HashMap<>();
  private boolean sweepIsDue;

  ChunkLoads(ArrayChunks chunks, ReadAheadBudget budget) {
    this(chunks, budget, System::nanoTime, Workers.after(LIFE));
  }

  /**
   * @param nanoTime the time
   * @param later runs a task when {@link #LIFE} is over
   */
  ChunkLoads(ArrayChunks chunks, ReadAheadBudget budget, LongSupplier nanoTime, Executor later) {
    this.chunks = chunks;
    this.budget = budget;
    this.nanoTime = nanoTime;
    this.later = later;
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }

  /**
   * Gives out a chunk, and loads it if need be.
   *
   * @param listed whether a listing has shown it: that it is missing is then an error
   * @return the chunk. Cancelling it abandons it.
   */
  CompletableFuture<Fetched> ask(String key, boolean listed) {
    List<Runnable> actions = new ArrayList<>();
    Load load;
    synchronized (this) {
      load = usable(key, listed, actions);
      load.ask();
    }
    actions.forEach(Runnable::run);
    return load.seat();
  }

  private Load usable(String key, boolean listed, List<Runnable> actions) {
    Load former = loads.get(key);
    if (former != null && former.isUsable()) {
      return former;
    }
    if (former != null && !former.asked) {
      actions.add(former::drop);
    }
    Load load = new Load(key, listed, null, new int[0]);
    loads.put(key, load);
    actions.add(load::start);
    return load;
  }

  /**
   * Reserves a chunk to be loaded ahead.
   *
   * @param listed whether a listing has shown it
   * @param owner for whom
   * @param starts is given what is left to do, to be run without a lock
   * @return false if there is no room
   */
  boolean reserve(String key, boolean listed, Object owner, int[] index, List<Runnable> starts) {
    synchronized (this) {
      if (loads.containsKey(key)) {
        return true;
      }
      if (!budget.reserve(chunks.chunkBytes())) {
        return false;
      }
      Load load = new Load(key, listed, owner, index);
      loads.put(key, load);
      starts.add(load::start);
      if (!sweepIsDue) {
        sweepIsDue = true;
        starts.add(() -> later.execute(this::sweep));
      }
      return true;
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
    final int[] index;
    final long born = nanoTime();
    final int writes;
    final CompletableFuture<Fetched> result = new CompletableFuture<>();
    volatile long received;

    // Guarded by ChunkLoads.this.
    boolean asked;
    boolean ended;
    boolean failed;
    boolean again;
    int askers;

    Load(String key, boolean listed, @Nullable Object owner, int[] index) {
      this.key = key;
      this.listed = listed;
      this.writes = ArrayWrites.generation(chunks.store(), key);
      this.owner = owner;
      this.index = index;
    }

    boolean isOld() {
      return nanoTime() - born >= LIFE.toNanos();
    }

    boolean isUsable() {
      return writes == ArrayWrites.generation(chunks.store(), key)
          && (asked || (!failed && !isOld()));
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
      CompletableFuture<Fetched> get = get();
      result.whenComplete((chunk, failure) -> get.cancel(true));
      get.thenCompose(fetched -> Workers.call(() -> decode(fetched))).whenComplete(this::end);
    }

    private CompletableFuture<Fetched> get() {
      try {
        return chunks.store().get(key);
      } catch (Throwable e) { // Whatever a store throws, those who wait must hear of it.
        return CompletableFuture.failedFuture(e);
      }
    }

    private Fetched decode(Fetched fetched) throws StoreException {
      if (!(fetched instanceof Fetched.Found found)) {
        if (listed) {
          throw missing();
        }
        return fetched;
      }
      received = found.bytes().length;
      return result.isDone() ? fetched : chunks.fromStore(key, found);
    }

    private StoreException missing() {
      String problem = "a listing showed the chunk, but it is missing: read it again";
      return new StoreException(Kind.NOT_FOUND, chunks.store(), key, problem, null);
    }

    /**
     * Starts again what failed ahead and was asked for meanwhile. A load is removed before its
     * result is known to those who wait: one of them may ask again at once.
     */
    private void end(@Nullable Fetched chunk, @Nullable Throwable failure) {
      synchronized (ChunkLoads.this) {
        failed = failure != null;
        again = failed && owner != null && asked && !again && !result.isDone();
        ended = !again;
        removeIfGivenOut();
      }
      if (again) {
        start();
      } else if (failure != null) {
        result.completeExceptionally(failure);
      } else {
        result.complete(chunk);
      }
    }

    CompletableFuture<Fetched> seat() {
      CompletableFuture<Fetched> seat = result.copy();
      seat.whenComplete(
          (chunk, failure) -> {
            if (seat.isCancelled()) {
              leave();
            }
          });
      return seat;
    }

    boolean isFor(Object reader) {
      return owner == reader;
    }

    private void leave() {
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
