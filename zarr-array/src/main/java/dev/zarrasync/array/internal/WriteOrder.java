package dev.zarrasync.array.internal;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Writes;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Carries out the writes of each object one after the other, in the order they came in, whoever in
 * this process makes them, through whatever store object: an old put never overtakes a new one, and
 * an object that is read, changed and stored again loses no update.
 *
 * <p>A write that has begun is waited for, whatever becomes of its caller: cancelling its future
 * only keeps it from beginning. Safe for use by many threads.
 */
public final class WriteOrder {

  private static final WriteOrder OF_PROCESS = new WriteOrder();

  // Guarded by this. By URL.
  private final Map<String, CompletableFuture<?>> last = new HashMap<>();

  public WriteOrder() {}

  /** Stores an object when all earlier writes of it are over. */
  public static CompletableFuture<Void> put(AsyncStore store, String key, byte[] value) {
    return write(store, List.of(key), () -> store.put(key, value));
  }

  /** Deletes an object when all earlier writes of it are over. */
  public static CompletableFuture<Void> delete(AsyncStore store, String key) {
    return write(store, List.of(key), () -> store.delete(key));
  }

  /** Deletes objects when all earlier writes of each are over. */
  public static CompletableFuture<Void> delete(AsyncStore store, Collection<String> keys) {
    return write(store, keys, () -> store.deleteItems(keys));
  }

  private static CompletableFuture<Void> write(
      AsyncStore store, Collection<String> keys, Supplier<CompletableFuture<Void>> write) {
    return OF_PROCESS.after(
        keys.stream().map(store::url).toList(),
        () ->
            write
                .get()
                .whenComplete((nothing, failure) -> keys.forEach(key -> Writes.ended(store, key))));
  }

  /** Runs a read of an object and the write that comes of it. */
  public static CompletableFuture<Void> update(
      AsyncStore store, String key, Supplier<CompletableFuture<Void>> update) {
    return OF_PROCESS.after(List.of(store.url(key)), update);
  }

  /**
   * Waits for the writes that are under way in a directory: what they store, a listing may not show
   * yet. They may end well or not.
   *
   * @param directory the directory, with its closing {@code /}; or {@code ""}
   */
  public static CompletableFuture<Void> settled(AsyncStore store, String directory) {
    return OF_PROCESS.settled(store.url(directory));
  }

  public <T> CompletableFuture<T> after(
      Collection<String> urls, Supplier<CompletableFuture<T>> operation) {
    CompletableFuture<T> caller = new CompletableFuture<>();
    CompletableFuture<Void> queued = new CompletableFuture<>();
    CompletableFuture<T> result;
    synchronized (this) {
      CompletableFuture<?>[] previous =
          urls.stream()
              .map(url -> last.getOrDefault(url, queued))
              .toArray(CompletableFuture[]::new);
      // Derived futures only: a chain of them, however long, completes without a deep stack.
      result =
          CompletableFuture.allOf(previous)
              .handle((nothing, failure) -> queued)
              .thenCompose(future -> future)
              .thenCompose(nothing -> begin(caller, operation));
      urls.forEach(url -> last.put(url, result));
    }
    result.whenComplete(
        (value, failure) -> {
          forget(urls, result);
          if (failure == null) {
            caller.complete(value);
          } else {
            caller.completeExceptionally(failure);
          }
        });
    queued.complete(null);
    return caller;
  }

  private static <T> CompletableFuture<T> begin(
      CompletableFuture<T> caller, Supplier<CompletableFuture<T>> operation) {
    return caller.isDone()
        ? CompletableFuture.failedFuture(new CancellationException())
        : operation.get();
  }

  private synchronized void forget(Collection<String> urls, CompletableFuture<?> ended) {
    urls.forEach(url -> last.remove(url, ended));
  }

  public synchronized CompletableFuture<Void> settled(String urlOfDirectory) {
    CompletableFuture<?>[] underWay =
        last.entrySet().stream()
            .filter(write -> write.getKey().startsWith(urlOfDirectory))
            .map(Map.Entry::getValue)
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(underWay).handle((nothing, failure) -> null);
  }
}
