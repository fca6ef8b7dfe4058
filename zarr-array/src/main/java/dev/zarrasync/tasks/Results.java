package dev.zarrasync.tasks;

import dev.zarrasync.hierarchy.AsyncArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the results of pieces. Safe for use by many threads.
 *
 * @param <R> the type of the results
 * @param <T> the type of what they make
 */
interface Results<R extends @Nullable Object, T extends @Nullable Object> {

  /**
   * Takes a result.
   *
   * @param position of the piece among those of the run
   * @return completes when it is taken; null if it is
   */
  @Nullable CompletableFuture<Void> take(int position, Piece piece, R result);

  /** Returns what they have made, when all are taken. */
  @Nullable T all();

  /** A list of them in the order of the pieces. */
  final class InOrder<R extends @Nullable Object> implements Results<R, List<R>> {
    private final @Nullable Object[] results;

    InOrder(int count) {
      this.results = new Object[count];
    }

    @Override
    public synchronized @Nullable CompletableFuture<Void> take(
        int position, Piece piece, R result) {
      results[position] = result;
      return null;
    }

    @Override
    @SuppressWarnings("unchecked") // Nothing else is put there.
    public synchronized List<R> all() {
      List<R> all = new ArrayList<>(results.length);
      for (Object result : results) {
        all.add((R) result);
      }
      return Collections.unmodifiableList(all);
    }
  }

  /** Handed on. */
  record AsTheyCome<R extends @Nullable Object>(BiConsumer<? super Piece, ? super R> consumer)
      implements Results<R, @Nullable Void> {

    @Override
    public synchronized @Nullable CompletableFuture<Void> take(
        int position, Piece piece, R result) {
      consumer.accept(piece, result);
      return null;
    }

    @Override
    public @Nullable Void all() {
      return null;
    }
  }

  /** Combined in the order of the pieces. Those that are early wait. */
  final class Combined<R extends @Nullable Object, T> implements Results<R, T> {
    private final BiFunction<? super T, ? super R, ? extends T> combiner;
    private final Map<Integer, R> early = new HashMap<>();
    private T combined;
    private int next;

    Combined(T start, BiFunction<? super T, ? super R, ? extends T> combiner) {
      this.combined = start;
      this.combiner = combiner;
    }

    @Override
    public synchronized @Nullable CompletableFuture<Void> take(
        int position, Piece piece, R result) {
      early.put(position, result);
      for (; early.containsKey(next); next++) {
        combined = combiner.apply(combined, early.remove(next));
      }
      return null;
    }

    @Override
    public synchronized T all() {
      return combined;
    }
  }

  /** Stored in an array. */
  record Stored(AsyncArray target) implements Results<Object, @Nullable Void> {

    @Override
    public CompletableFuture<Void> take(int position, Piece piece, Object result) {
      return target.write(result, piece.offset(), piece.shape());
    }

    @Override
    public @Nullable Void all() {
      return null;
    }
  }
}
