package dev.zarrasync.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Loads that callers who ask for the same thing share. Each caller has a future of its own; the
 * load is cancelled when the last of them is.
 */
final class Flights<K, V> {

  private final ConcurrentMap<K, Flight> flights = new ConcurrentHashMap<>();
  private final LongAdder joined = new LongAdder();

  /**
   * Joins the load under way for a key, or starts one.
   *
   * @param load starts the load. It completes the future it is given, and abandons the load if that
   *     is completed by another: cancelled by the last caller.
   */
  CompletableFuture<V> join(K key, Consumer<CompletableFuture<V>> load) {
    Flight mine = new Flight(key);
    Flight flight =
        flights.compute(key, (k, current) -> current != null && current.board() ? current : mine);
    CompletableFuture<V> seat = flight.seat();
    if (flight == mine) {
      mine.start(load);
    } else {
      joined.increment();
    }
    return seat;
  }

  /** Counts the callers who did not have to start a load. */
  long joined() {
    return joined.sum();
  }

  /** Completes a future as another one completed. */
  static <V> void complete(CompletableFuture<V> target, V value, @Nullable Throwable failure) {
    if (failure == null) {
      target.complete(value);
    } else {
      target.completeExceptionally(failure);
    }
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

    CompletableFuture<V> seat() {
      CompletableFuture<V> seat = new CompletableFuture<>();
      outcome.whenComplete((value, failure) -> complete(seat, value, failure));
      seat.whenComplete((value, failure) -> leave());
      return seat;
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
