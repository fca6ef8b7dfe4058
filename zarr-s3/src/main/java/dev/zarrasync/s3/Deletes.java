package dev.zarrasync.s3;

import dev.zarrasync.s3.Operations.Operation;
import dev.zarrasync.s3.S3Hints.Permission;
import dev.zarrasync.store.AsyncStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Deletes objects. What the server says is missing is deleted. */
final class Deletes {

  private static final int MOST_KEYS = 1_000;

  private final AsyncStore store;
  private final S3Sender sender;
  private final S3Errors errors;
  private final Operation<Void> operation;

  Deletes(AsyncStore store, S3Sender sender, S3Errors errors, Operation<Void> operation) {
    this.store = store;
    this.sender = sender;
    this.errors = errors;
    this.operation = operation;
  }

  CompletableFuture<Void> one(String key) {
    return translated(
        key,
        operation
            .send(() -> sender.delete(store, key))
            .exceptionallyCompose(
                error ->
                    S3Errors.isNoSuchKey(error)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(error)));
  }

  /** Tries all, a request after the other, and fails with the first error. */
  CompletableFuture<Void> all(Collection<String> keys) {
    CompletableFuture<Optional<Throwable>> failure =
        CompletableFuture.completedFuture(Optional.empty());
    for (Supplier<CompletableFuture<Void>> request : requests(keys)) {
      failure =
          failure.thenCompose(
              first ->
                  request
                      .get()
                      .handle((done, error) -> first.or(() -> Optional.ofNullable(error))));
    }
    return failure.thenCompose(
        first ->
            first.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(first.get()));
  }

  private List<Supplier<CompletableFuture<Void>>> requests(Collection<String> keys) {
    List<Supplier<CompletableFuture<Void>>> requests = new ArrayList<>();
    List<String> batch = new ArrayList<>();
    for (String key : new LinkedHashSet<>(keys)) {
      if (!isXml(key)) {
        requests.add(() -> one(key));
        continue;
      }
      batch.add(key);
      if (batch.size() == MOST_KEYS) {
        requests.add(batch(batch));
        batch = new ArrayList<>();
      }
    }
    if (!batch.isEmpty()) {
      requests.add(batch(batch));
    }
    return requests;
  }

  /** Says whether XML can hold a key (XML 1.0, section 2.2), and gives it back as it is. */
  private static boolean isXml(String key) {
    return key.codePoints()
        .allMatch(c -> c == '\t' || c == '\n' || (c >= ' ' && c != 0xFFFE && c != 0xFFFF));
  }

  private Supplier<CompletableFuture<Void>> batch(List<String> keys) {
    return () ->
        translated(
            keys.get(0),
            operation
                .send(() -> sender.delete(store, keys))
                .thenCompose(left -> failedIfAnyIsLeft(keys, left)));
  }

  private CompletableFuture<Void> failedIfAnyIsLeft(List<String> keys, List<S3Error> left) {
    return left.stream()
        .filter(error -> !S3Errors.isNoSuchKey(error))
        .findFirst()
        .map(error -> errors.notDeleted(keys, error))
        .<CompletableFuture<Void>>map(CompletableFuture::failedFuture)
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  private CompletableFuture<Void> translated(String key, CompletableFuture<Void> request) {
    return request.exceptionallyCompose(
        error -> CompletableFuture.failedFuture(errors.translate(Permission.DELETE, key, error)));
  }
}
