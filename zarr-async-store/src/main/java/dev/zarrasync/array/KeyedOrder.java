package dev.zarrasync.array;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Runs the operations on each key one after the other, in the order they came in. */
final class KeyedOrder {

  private final ConcurrentMap<String, CompletableFuture<?>> last = new ConcurrentHashMap<>();

  <T> CompletableFuture<T> after(String key, Supplier<CompletableFuture<T>> operation) {
    CompletableFuture<T> result = new CompletableFuture<>();
    CompletableFuture<?> previous = last.put(key, result);
    result.whenComplete((value, failure) -> last.remove(key, result));
    if (previous == null) {
      start(operation, result);
    } else {
      previous.whenComplete((value, failure) -> start(operation, result));
    }
    return result;
  }

  private static <T> void start(
      Supplier<CompletableFuture<T>> operation, CompletableFuture<T> result) {
    operation
        .get()
        .whenComplete(
            (value, failure) -> {
              if (failure != null) {
                result.completeExceptionally(failure);
              } else {
                result.complete(value);
              }
            });
  }
}
