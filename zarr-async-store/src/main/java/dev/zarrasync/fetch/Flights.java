package dev.zarrasync.fetch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Loads that callers who ask for the same thing share. Each caller has a future of its own; the
 * load is cancelled when the last of them is.
 */
final class Flights<K, V> {

  private final ConcurrentMap<K, Flight> flights = new ConcurrentHashMap<>();

  /** Joins the load under way for a key, or starts one. */
  CompletableFuture<V> join(K key, Supplier<CompletableFuture<V>> load) {
    Flight mine = new Flight(key);
    Flight flight =
        flights.compute(key, (k, current) -> current != null && current.board() ? current : mine);
    CompletableFuture<V> seat = flight.seat();
    if (flight == mine) {
      Relay.connect(load.get(), flight.outcome);
    }
    return seat;
  }

  private final class Flight {
    final CompletableFuture<V> outcome = new CompletableFuture<>();

    // Guarded by this. The caller who starts the load is aboard from the start.
    int aboard = 1;

    Flight(K key) {
      outcome.whenComplete((value, failure) -> flights.remove(key, this));
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
      outcome.whenComplete((value, failure) -> Relay.complete(seat, value, failure));
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
        outcome.cancel(true);
      }
    }
  }
}
