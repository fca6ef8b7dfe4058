package dev.zarrasync.cache.internal;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.store.internal.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Loads that callers who ask for the same thing share. Each caller has a future of its own; the
 * load is cancelled when the last of them is. Safe for use by many threads.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class Flights<K, V> {

  /**
   * How a caller would load, if no one else does. Used by one load at a time.
   *
   * @param <V> the type of values
   */
  public interface Load<V> {

    /** Starts. */
    CompletableFuture<V> start();

    /**
     * Sees the end before the callers do, and while they may still join.
     *
     * @return what they get, or null for the failure
     */
    @Nullable V ended(@Nullable V value, @Nullable Throwable failure);

    /**
     * Says of a value that it may not hold any more for those who asked after its load began: they
     * load again, together.
     */
    boolean isPerishable(V value);
  }

  private final ConcurrentMap<K, Flight> flights = new ConcurrentHashMap<>();
  private final LongAdder joined = new LongAdder();

  /** Joins the load under way for a key, or starts one. */
  public CompletableFuture<V> join(K key, Load<V> load) {
    Seat seat = new Seat(key, load);
    seat.board();
    return seat;
  }

  /** Counts the callers who did not have to start a load. */
  public long joined() {
    return joined.sum();
  }

  /** What one caller waits for. */
  private final class Seat extends Reply<V> {
    final K key;
    final Load<V> load;
    private volatile @Nullable Flight flight;

    /**
     * Whether the value is to be taken: its load began when the caller had asked, for it is the
     * caller's own, or another that the caller had joined has ended.
     */
    private boolean isFresh;

    Seat(K key, Load<V> load) {
      this.key = key;
      this.load = load;
    }

    void board() {
      Flight mine = new Flight(this);
      Flight boarded = boarded(mine);
      flight = boarded;
      if (boarded == mine) {
        isFresh = true;
        mine.start();
      } else {
        joined.increment();
      }
      if (isDone()) { // Or else no one would leave.
        boarded.leave(this);
      }
    }

    /** Boards the flight under way if there is one that takes this, or else begins another. */
    private Flight boarded(Flight mine) {
      while (true) {
        Flight other = flights.putIfAbsent(key, mine);
        if (other == null) {
          return mine;
        }
        if (other.takes(this)) {
          return other;
        }
        if (flights.replace(key, other, mine)) {
          return mine;
        }
      }
    }

    void landed(@Nullable V value, @Nullable Throwable failure) {
      if (value == null) {
        completeExceptionally(requireNonNull(failure));
      } else if (isFresh || !load.isPerishable(value)) {
        complete(value);
      } else if (!isDone()) {
        isFresh = true;
        board();
      }
    }

    @Override
    protected void over() {
      Flight boarded = flight;
      if (boarded != null) {
        boarded.leave(this);
      }
    }
  }

  /** A load under way. */
  private final class Flight implements BiConsumer<V, @Nullable Throwable> {
    private final K key;
    private final Load<V> load;

    // Guarded by this. No one is aboard any more when it is over.
    private final List<Seat> aboard = new ArrayList<>(1);
    private @Nullable CompletableFuture<V> underWay;

    Flight(Seat first) {
      this.key = first.key;
      this.load = first.load;
      this.aboard.add(first);
    }

    synchronized boolean takes(Seat seat) {
      return !aboard.isEmpty() && aboard.add(seat);
    }

    void start() {
      try {
        CompletableFuture<V> started = load.start();
        synchronized (this) {
          underWay = started;
        }
        Reply.follow(started, this);
        if (isOver()) { // Or else no one would abort it.
          started.cancel(false);
        }
      } catch (Throwable e) { // Whatever a store throws, those who wait must hear of it.
        accept(null, e);
      }
    }

    private synchronized boolean isOver() {
      return aboard.isEmpty();
    }

    /** The load has ended. */
    @Override
    public void accept(@Nullable V value, @Nullable Throwable failure) {
      try {
        land(load.ended(value, failure), failure);
      } catch (Throwable e) { // As what a store throws.
        land(null, e);
      }
    }

    private void land(@Nullable V value, @Nullable Throwable failure) {
      List<Seat> told;
      synchronized (this) {
        told = List.copyOf(aboard);
        aboard.clear();
      }
      flights.remove(key, this);
      for (Seat seat : told) {
        seat.landed(value, failure);
      }
    }

    void leave(Seat seat) {
      CompletableFuture<V> abandoned;
      synchronized (this) {
        if (!aboard.remove(seat) || !aboard.isEmpty()) {
          return;
        }
        abandoned = underWay;
      }
      flights.remove(key, this);
      if (abandoned != null) {
        abandoned.cancel(false);
      }
    }
  }
}
