package dev.zarrasync.s3;

import dev.zarrasync.s3.S3Hints.Permission;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the operations of one store, and knows those under way. */
final class Operations {

  private final AsyncStore store;
  private final S3Errors errors;
  private final Set<Operation<?>> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Starts with none.
   *
   * @param store named in errors
   * @param errors says what went wrong
   */
  Operations(AsyncStore store, S3Errors errors) {
    this.store = store;
    this.errors = errors;
  }

  <R> Operation<R> onKey(Permission permission, String key) {
    return new Operation<>(permission, key, refusal(key));
  }

  /** Makes one that deletes, refused if any of the keys is invalid. There is at least one. */
  <R> Operation<R> onKeys(Collection<String> keys) {
    StoreException firstInvalid =
        keys.stream().map(this::refusal).filter(Objects::nonNull).findFirst().orElse(null);
    return new Operation<>(Permission.DELETE, keys.iterator().next(), firstInvalid);
  }

  /** A bucket holds more than keys; what else a caller may name, the store around this one says. */
  private @Nullable StoreException refusal(String name) {
    String problem = Keys.flatProblem(name);
    return problem == null
        ? null
        : new StoreException(Kind.INVALID_KEY, store, name, "not a key: " + problem, null);
  }

  <R> Operation<R> onPrefix(String prefix) {
    return new Operation<>(Permission.LIST, prefix, null);
  }

  /** Returns false if the operation must not begin because the store is closed. */
  private boolean begin(Operation<?> operation) {
    // Before the look at closed, so that close() misses no operation.
    underWay.add(operation);
    return !closed.get();
  }

  private void end(Operation<?> operation) {
    underWay.remove(operation);
  }

  /** Fails what is under way and all that comes. Returns false if that was done before. */
  boolean close() {
    boolean first = closed.compareAndSet(false, true);
    if (first) {
      underWay.forEach(Operation::failClosed);
    }
    return first;
  }

  /** Makes something of an answer. Cancelling that cancels the request. */
  static <A, B> CompletableFuture<B> map(CompletableFuture<A> answer, Function<A, B> made) {
    CompletableFuture<B> result = answer.thenApply(made);
    cancelOnFailure(result, answer);
    return result;
  }

  /** Cancels the second future when the first is cancelled or fails. */
  private static void cancelOnFailure(CompletableFuture<?> first, CompletableFuture<?> second) {
    var unused =
        first.whenComplete(
            (value, error) -> {
              if (error != null) {
                second.cancel(true);
              }
            });
  }

  /** One request, or few, and their result. */
  final class Operation<R> {

    private final Permission permission;
    private final String key;
    private final @Nullable StoreException refusal;
    private final CompletableFuture<R> result = new CompletableFuture<>();

    /**
     * Sends nothing yet.
     *
     * @param permission what it needs
     * @param key named in errors: a key, or the prefix of a listing
     * @param refusal why to send no request at all, or null
     */
    Operation(Permission permission, String key, @Nullable StoreException refusal) {
      this.permission = permission;
      this.key = key;
      this.refusal = refusal;
    }

    /**
     * Sends the request, which is aborted when the result is cancelled or fails.
     *
     * @return the request's own future: cancelling one derived from it would abort nothing
     */
    <A> CompletableFuture<A> send(Supplier<? extends CompletableFuture<A>> request) {
      if (refusal != null) {
        return CompletableFuture.failedFuture(refusal);
      }
      if (result.isDone()) {
        return CompletableFuture.failedFuture(new CancellationException());
      }
      if (!begin(this)) {
        return CompletableFuture.failedFuture(closedProblem());
      }
      CompletableFuture<A> answer = call(request);
      cancelOnFailure(result, answer);
      return answer;
    }

    private static <A> CompletableFuture<A> call(Supplier<? extends CompletableFuture<A>> request) {
      try {
        return request.get();
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    /** Fails the result with the error as it is. */
    void fail(Throwable error) {
      result.completeExceptionally(error);
    }

    void failClosed() {
      fail(closedProblem());
    }

    /** Completes the result with the outcome, unless it is complete already. */
    CompletableFuture<R> finish(CompletableFuture<R> outcome) {
      var unused =
          outcome.whenComplete(
              (value, error) -> {
                end(this);
                if (error == null) {
                  result.complete(value);
                } else if (!result.isDone()) {
                  fail(errors.translate(permission, key, error));
                }
              });
      return result;
    }

    private StoreException closedProblem() {
      return new StoreException(
          StoreException.Kind.CLOSED, store, key, "the store is closed", null);
    }
  }
}
