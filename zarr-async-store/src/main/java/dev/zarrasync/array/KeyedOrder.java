package dev.zarrasync.array;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Runs the operations on each key one after the other, in the order they came in. */
final class KeyedOrder {

  // Guarded by this.
  private final Map<String, CompletableFuture<?>> last = new HashMap<>();

  <T> CompletableFuture<T> after(String key, Supplier<CompletableFuture<T>> operation) {
    CompletableFuture<Void> queued = new CompletableFuture<>();
    CompletableFuture<T> result;
    synchronized (this) {
      CompletableFuture<?> previous = last.getOrDefault(key, queued);
      // Derived futures only: a chain of them, however long, completes without a deep stack.
      result =
          previous
              .handle((value, failure) -> queued)
              .thenCompose(future -> future)
              .thenCompose(nothing -> operation.get());
      last.put(key, result);
    }
    result.whenComplete((value, failure) -> forget(key, result));
    queued.complete(null);
    return result;
  }

  private synchronized void forget(String key, CompletableFuture<?> ended) {
    last.remove(key, ended);
  }
}
