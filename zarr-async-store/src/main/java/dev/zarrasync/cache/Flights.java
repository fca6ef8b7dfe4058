package dev.zarrasync.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Loads that callers who ask for the same thing share. Each caller has a future of its own; the
 * load is cancelled when the last of them is.
 */
final class Flights<K, V> {

  private final Predicate<V> perishable;
  private final ConcurrentMap<K, Flight> flights = new ConcurrentHashMap<>();
  private final LongAdder joined = new LongAdder();

  /**
   * @param perishable says of a value that it may not hold any more for those who asked after its
   *     load began: they load again, together
   */
  Flights(Predicate<V> perishable) {
    this.perishable = perishable;
  }

  /**
   * Joins the load under way for a key, or starts one.
   *
   * @param load starts the load. It completes the future it is given, and abandons the load if that
   *     is completed by another: cancelled by the last caller.
   */
  CompletableFuture<V> join(K key, Consumer<CompletableFuture<V>> load) {
    CompletableFuture<V> seat = new CompletableFuture<>();
    board(key, load, seat, true);
    return seat;
  }

  /**
   * @param first whether the caller has not been given a value that it must not take. The load that
   *     it joins then began when another had ended, and so after the caller asked.
   */
  private void board(
      K key, Consumer<CompletableFuture<V>> load, CompletableFuture<V> seat, boolean first) {
    Flight mine = new Flight(key);
    Flight flight =
        flights.compute(key, (k, current) -> current != null && current.board() ? current : mine);
    boolean mayHavePerished = first && flight != mine;
    seat.whenComplete((value, failure) -> flight.leave());
    flight.outcome.whenComplete(
        (value, failure) -> {
          if (failure != null) {
            seat.completeExceptionally(failure);
          } else if (mayHavePerished && perishable.test(value) && !seat.isDone()) {
            board(key, load, seat, false);
          } else {
            seat.complete(value);
          }
        });
    if (flight == mine) {
      mine.start(load);
    } else {
      joined.increment();
    }
  }

  /** Counts the callers who did not have to start a load. */
  long joined() {
    return joined.sum();
  }

  private final class Flight {
    final CompletableFuture<V> outcome = new CompletableFuture<>();

    // Guarded by this. The caller who starts the load is aboard from the start.
    int aboard = 1;

    Flight(K key) {
      outcome.whenComplete((value, failure) -> flights.remove(key, this));
    }

    void start(Consumer<CompletableFuture<V>> load) {
      try {
        load.accept(outcome);
      } catch (Throwable e) { // Whatever a store throws, those who wait must hear of it.
        outcome.completeExceptionally(e);
      }
    }

    synchronized boolean board() {
      if (aboard == 0 || outcome.isDone()) {
        return false;
      }
      aboard++;
      return true;
    }

    void leave() {
      boolean last;
      synchronized (this) {
        aboard--;
        last = aboard == 0;
      }
      if (last && !outcome.isDone()) {
        outcome.cancel(false);
      }
    }
  }
}
