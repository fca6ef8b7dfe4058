package dev.zarrasync.array.internal;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Writes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
    return new Write(store, List.of(key), value).inOrder();
  }

  /** Deletes an object when all earlier writes of it are over. */
  public static CompletableFuture<Void> delete(AsyncStore store, String key) {
    return delete(store, List.of(key));
  }

  /** Deletes objects when all earlier writes of each are over. */
  public static CompletableFuture<Void> delete(AsyncStore store, Collection<String> keys) {
    return new Write(store, keys, null).inOrder();
  }

  // What a first write does is a class, and no lambda, which takes longer to load.

  /** A put of one object, or a delete; it is counted when it ends. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Write(AsyncStore store, Collection<String> keys, byte @Nullable [] value)
      implements Supplier<CompletableFuture<Void>>, BiConsumer<Void, @Nullable Throwable> {

    CompletableFuture<Void> inOrder() {
      List<String> urls = new ArrayList<>();
      for (String key : keys) {
        urls.add(store.url(key));
      }
      return OF_PROCESS.after(urls, this);
    }

    @Override
    public CompletableFuture<Void> get() {
      CompletableFuture<Void> sent =
          value == null ? store.deleteItems(keys) : store.put(keys.iterator().next(), value);
      return sent.whenComplete(this);
    }

    @Override
    public void accept(Void nothing, @Nullable Throwable failure) {
      for (String key : keys) {
        Writes.ended(store, key);
      }
    }
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
    Turn<T> turn = new Turn<>(urls, operation);
    turn.queue();
    return turn.caller;
  }

  /** An operation, from its place in the order to its end. */
  private final class Turn<T>
      implements BiFunction<Void, @Nullable Throwable, CompletableFuture<T>>,
          BiConsumer<T, @Nullable Throwable> {

    private final Collection<String> urls;
    private final Supplier<CompletableFuture<T>> operation;
    private final CompletableFuture<T> caller = new CompletableFuture<>();
    private @Nullable CompletableFuture<T> result;

    Turn(Collection<String> urls, Supplier<CompletableFuture<T>> operation) {
      this.urls = urls;
      this.operation = operation;
    }

    void queue() {
      CompletableFuture<Void> queued = new CompletableFuture<>();
      List<CompletableFuture<?>> previous = new ArrayList<>();
      previous.add(queued);
      CompletableFuture<T> ends;
      synchronized (WriteOrder.this) {
        for (String url : urls) {
          previous.add(last.getOrDefault(url, queued));
        }
        // Derived futures only: a chain of them, however long, completes without a deep stack.
        ends =
            CompletableFuture.allOf(previous.toArray(new CompletableFuture<?>[0]))
                .handle(this)
                .thenCompose(new Begun<>());
        result = ends;
        for (String url : urls) {
          last.put(url, ends);
        }
      }
      ends.whenComplete(this);
      queued.complete(null);
    }

    /** Begins when the earlier ones are over, however they ended. */
    @Override
    public CompletableFuture<T> apply(Void nothing, @Nullable Throwable failure) {
      return caller.isDone()
          ? CompletableFuture.failedFuture(new CancellationException())
          : operation.get();
    }

    /** Ends. */
    @Override
    public void accept(T value, @Nullable Throwable failure) {
      synchronized (WriteOrder.this) {
        for (String url : urls) {
          last.remove(url, result);
        }
      }
      if (failure == null) {
        caller.complete(value);
      } else {
        caller.completeExceptionally(failure);
      }
    }
  }

  /** Ends as what has begun ends. */
  private record Begun<T>() implements Function<CompletableFuture<T>, CompletableFuture<T>> {
    @Override
    public CompletableFuture<T> apply(CompletableFuture<T> operation) {
      return operation;
    }
  }

  public synchronized CompletableFuture<Void> settled(String urlOfDirectory) {
    List<CompletableFuture<?>> underWay = new ArrayList<>();
    for (Map.Entry<String, CompletableFuture<?>> write : last.entrySet()) {
      if (write.getKey().startsWith(urlOfDirectory)) {
        underWay.add(write.getValue());
      }
    }
    return CompletableFuture.allOf(underWay.toArray(new CompletableFuture<?>[0]))
        .handle(new Settled());
  }

  /** Forgets how writes ended. */
  private record Settled() implements BiFunction<Void, @Nullable Throwable, @Nullable Void> {
    @Override
    public @Nullable Void apply(Void nothing, @Nullable Throwable failure) {
      return null;
    }
  }
}
