package dev.zarrasync.s3;

import dev.zarrasync.s3.S3Hints.Permission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Deletes objects. What the server says is missing is deleted. */
final class Deletes implements BiConsumer<Void, @Nullable Throwable> {

  private static final int MOST_KEYS = 1_000;

  private final S3Sender sender;
  private final S3Errors errors;
  private volatile @Nullable CompletableFuture<?> underWay;
  private volatile boolean isOver;

  Deletes(S3Sender sender, S3Errors errors) {
    this.sender = sender;
    this.errors = errors;
  }

  /** Deletes them, until the result is cancelled. There is at least one. */
  CompletableFuture<Void> start(Collection<String> keys) {
    CompletableFuture<Void> result = keys.size() == 1 ? one(keys.iterator().next()) : all(keys);
    var unused = result.whenComplete(this);
    return result;
  }

  /** All is over. */
  @Override
  public void accept(Void nothing, @Nullable Throwable failure) {
    isOver = true;
    CompletableFuture<?> last = underWay;
    if (last != null) {
      last.cancel(false);
    }
  }

  private <T> CompletableFuture<T> send(String key, Supplier<CompletableFuture<T>> request) {
    if (isOver) {
      return CompletableFuture.failedFuture(new CancellationException());
    }
    CompletableFuture<T> answer = errors.translated(Permission.DELETE, key, request);
    underWay = answer;
    if (isOver) { // Or else no one would cancel it.
      answer.cancel(false);
    }
    return answer;
  }

  private CompletableFuture<Void> one(String key) {
    return send(key, new One(this, key));
  }

  /** A class, and no lambdas: to create an array deletes one key, which a first write waits for. */
  private record One(Deletes deletes, String key)
      implements Supplier<CompletableFuture<Void>>, Function<Throwable, CompletionStage<Void>> {

    @Override
    public CompletableFuture<Void> get() {
      CompletableFuture<Void> sent = deletes.sender.delete(deletes.errors.store(), key);
      return S3Sender.cancelling(sent, sent.exceptionallyCompose(this));
    }

    @Override
    public CompletionStage<Void> apply(Throwable error) {
      return S3Meanings.isNoSuchKey(error)
          ? CompletableFuture.completedFuture(null)
          : CompletableFuture.failedFuture(error);
    }
  }

  /** Tries all, a request after the other, and fails with the first error. */
  private CompletableFuture<Void> all(Collection<String> keys) {
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
        send(keys.get(0), () -> sender.delete(errors.store(), keys))
            .thenCompose(left -> failedIfAnyIsLeft(keys, left));
  }

  private CompletableFuture<Void> failedIfAnyIsLeft(List<String> keys, List<S3Error> left) {
    return left.stream()
        .filter(error -> !S3Meanings.isNoSuchKey(error))
        .findFirst()
        .map(error -> errors.notDeleted(keys, error))
        .<CompletableFuture<Void>>map(CompletableFuture::failedFuture)
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }
}
