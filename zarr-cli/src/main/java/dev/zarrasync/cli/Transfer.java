package dev.zarrasync.cli;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Copies single objects, unless they are there already.
 *
 * @param source the store to read
 * @param destination the store to write
 * @param verify whether to compare contents and not sizes, and to read back what was stored
 * @param count is told of each object
 */
record Transfer(AsyncStore source, AsyncStore destination, boolean verify, CopyCount count) {

  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

  /** That of one object only: a link that leads nowhere, an object that is archived. */
  private static final Set<Kind> UNREAD = Set.of(Kind.NOT_FOUND, Kind.ACCESS_DENIED);

  /** Copies an object that the source has. */
  CompletableFuture<Void> copy(Candidate candidate) {
    return candidate.isOdd() ? copyOdd(candidate) : copyKey(candidate);
  }

  /** Copies an object whose name is no key, or leaves it out. */
  private CompletableFuture<Void> copyOdd(Candidate candidate) {
    String key = candidate.source().key();
    return isTaken(candidate)
        .thenCompose(
            taken -> {
              if (taken) {
                count.leftOut(key, "DST takes its name for that of another object");
                return DONE;
              }
              return copyKey(candidate);
            })
        .exceptionally(
            failure -> {
              if (!(StoreException.unwrap(failure) instanceof StoreException e)
                  || e.kind() != Kind.INVALID_KEY) {
                throw new CompletionException(failure);
              }
              if (candidate.isMarker()) {
                count.absent();
              } else {
                count.leftOut(
                    key, "its name is none in %s: %s".formatted(e.store(), Keys.problem(key)));
              }
              return null;
            });
  }

  /** A server that resolves names has another object under one that its listing does not show. */
  private CompletableFuture<Boolean> isTaken(Candidate candidate) {
    return candidate.existing() != null
        ? CompletableFuture.completedFuture(false)
        : destination.get(candidate.source().key()).thenApply(Found.class::isInstance);
  }

  private CompletableFuture<Void> copyKey(Candidate candidate) {
    ListedObject object = candidate.source();
    if (verify && candidate.sameSize()) {
      return compare(object);
    }
    if (!verify && candidate.looksSame()) {
      count.skipped(object.size());
      return DONE;
    }
    return readSource(object)
        .thenCompose(found -> found.isEmpty() ? DONE : put(object.key(), found.get()));
  }

  /** Reads an object of the source. One that it has and does not give is left out. */
  CompletableFuture<Optional<Found>> readSource(ListedObject object) {
    return read(source, object.key(), object.size())
        .thenApply(Optional::of)
        .exceptionally(
            failure -> {
              if (StoreException.unwrap(failure) instanceof StoreException e
                  && UNREAD.contains(e.kind())) {
                count.unread(object.key(), String.valueOf(e.getMessage()));
                return Optional.empty();
              }
              throw new CompletionException(failure);
            });
  }

  private CompletableFuture<Void> compare(ListedObject object) {
    CompletableFuture<Found> ours = read(destination, object.key(), object.size());
    return readSource(object)
        .thenCombine(
            ours,
            (found, stored) -> {
              if (found.isPresent() && !Arrays.equals(found.get().bytes(), stored.bytes())) {
                return put(object.key(), found.get());
              }
              found.ifPresent(same -> count.skipped(object.size()));
              return DONE;
            })
        .thenCompose(copied -> copied);
  }

  /** Stores what was read. */
  CompletableFuture<Void> put(String key, Found found) {
    CompletableFuture<Void> put = destination.put(key, found.bytes());
    return (verify ? put.thenCompose(done -> readBack(key, found)) : put)
        .thenRun(() -> count.copied(found.bytes().length));
  }

  private CompletableFuture<Void> readBack(String key, Found found) {
    return read(destination, key, found.bytes().length)
        .thenCompose(
            stored ->
                Arrays.equals(stored.bytes(), found.bytes())
                    ? DONE
                    : failure(destination, key, "what is read back is not what was stored"));
  }

  private static CompletableFuture<Found> read(AsyncStore store, String key, long size) {
    return store
        .get(key, GetOptions.ALL.expectedSize(size))
        .thenCompose(
            fetched ->
                fetched instanceof Found found
                    ? CompletableFuture.completedFuture(found)
                    : failure(store, key, "it has been listed or stored, and is missing now"));
  }

  private static <T> CompletableFuture<T> failure(AsyncStore store, String key, String problem) {
    return CompletableFuture.failedFuture(
        new StoreException(Kind.BAD_RESPONSE, store, key, problem, null));
  }
}
