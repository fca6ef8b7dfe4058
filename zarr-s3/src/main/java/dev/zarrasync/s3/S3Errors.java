package dev.zarrasync.s3;

import dev.zarrasync.s3.S3Hints.Option;
import dev.zarrasync.s3.S3Hints.Permission;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Says what went wrong with the requests of one store. What that takes is loaded when it does. */
final class S3Errors {

  private final AsyncStore store;
  private final S3Hints hints;
  private final ServerText text;
  private volatile boolean closed;

  /**
   * @param store named in errors
   * @param hints what to do about them
   * @param text what the server says of them
   */
  S3Errors(AsyncStore store, S3Hints hints, ServerText text) {
    this.store = store;
    this.hints = hints;
    this.text = text;
  }

  AsyncStore store() {
    return store;
  }

  /** From now on, what has no answer has none because the store is closed. */
  void close() {
    closed = true;
  }

  /** Says why not even to send a request, if the store is closed. */
  @Nullable StoreException ifClosed(String key) {
    return closed ? new StoreException(Kind.CLOSED, store, key, "the store is closed", null) : null;
  }

  /** Says that a get has found no object. */
  boolean isMissing(Throwable error) {
    return S3Meanings.isNoSuchKey(error)
        || (hints.has(Option.MISSING_ON_ACCESS_DENIED) && S3Meanings.isAccessDenied(error));
  }

  /**
   * Says why a key of a multi-delete was not deleted, as if it had been deleted alone.
   *
   * @param keys those that were to be deleted
   */
  StoreException notDeleted(List<String> keys, S3Error error) {
    return translate(
        Permission.DELETE,
        keys.contains(error.key()) ? error.key() : keys.get(0),
        S3Meanings.exception(error));
  }

  /**
   * Sends a request unless the store is closed, and says what went wrong. Cancelling the result
   * cancels the request.
   */
  <T> CompletableFuture<T> translated(
      Permission permission, String key, Supplier<CompletableFuture<T>> request) {
    StoreException end = ifClosed(key);
    if (end != null) {
      return CompletableFuture.failedFuture(end);
    }
    CompletableFuture<T> answer;
    try {
      answer = request.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(translate(permission, key, e));
    }
    return S3Sender.cancelling(
        answer, answer.exceptionallyCompose(new Translation<>(this, permission, key)));
  }

  /** A class, and no lambda, which takes longer to load. */
  private record Translation<T>(S3Errors errors, Permission permission, String key)
      implements Function<Throwable, CompletionStage<T>> {

    @Override
    public CompletionStage<T> apply(Throwable error) {
      return CompletableFuture.failedFuture(errors.translate(permission, key, error));
    }
  }

  StoreException translate(Permission permission, String key, Throwable error) {
    Throwable cause = StoreException.unwrap(error);
    if (cause instanceof StoreException known) {
      return known;
    }
    StoreException end = ifClosed(key);
    return end != null ? end : new S3Meanings(store, hints, text).translate(permission, key, cause);
  }
}
