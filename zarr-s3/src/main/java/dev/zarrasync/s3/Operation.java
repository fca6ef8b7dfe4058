package dev.zarrasync.s3;

import dev.zarrasync.store.StoreException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request, or few, and their result. */
final class Operation<R> {

  private final Operations operations;
  private final Permission permission;
  private final String key;
  private final @Nullable StoreException refusal;
  private final CompletableFuture<R> result = new CompletableFuture<>();

  /**
   * Sends nothing yet.
   *
   * @param operations all of the store
   * @param permission what it needs
   * @param key named in errors: a key, or the prefix of a listing
   * @param refusal why to send no request at all, or null
   */
  Operation(
      Operations operations, Permission permission, String key, @Nullable StoreException refusal) {
    this.operations = operations;
    this.permission = permission;
    this.key = key;
    this.refusal = refusal;
  }

  String key() {
    return key;
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
    if (!operations.begin(this)) {
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
              operations.end(this);
              if (error == null) {
                result.complete(value);
              } else if (!result.isDone()) {
                fail(operations.errors().translate(permission, key, error));
              }
            });
    return result;
  }

  private StoreException closedProblem() {
    return new StoreException(
        StoreException.Kind.CLOSED, operations.store(), key, "the store is closed", null);
  }
}
