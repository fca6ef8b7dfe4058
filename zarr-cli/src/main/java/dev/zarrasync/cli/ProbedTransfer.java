package dev.zarrasync.cli;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Copies objects of which no listing tells: a byte of each is read, which tells its size.
 *
 * @param transfer copies those that the source has
 */
record ProbedTransfer(Transfer transfer) {

  AsyncStore source() {
    return transfer.source();
  }

  CopyCount count() {
    return transfer.count();
  }

  /** Copies an object, or does nothing if the source does not have it. */
  CompletableFuture<Void> copy(String key) {
    return probe(transfer.destination(), key)
        .thenCompose(existing -> existing.isPresent() ? compare(key, existing.get()) : read(key));
  }

  private CompletableFuture<Void> compare(String key, ListedObject existing) {
    return probe(source(), key)
        .thenCompose(
            object ->
                object.isPresent()
                    ? transfer.copy(new Candidate(object.get(), existing))
                    : absent());
  }

  private CompletableFuture<Void> read(String key) {
    return source()
        .get(key)
        .thenCompose(
            fetched ->
                fetched instanceof Fetched.Found found ? transfer.put(key, found) : absent());
  }

  private CompletableFuture<Void> absent() {
    transfer.count().absent();
    return CompletableFuture.completedFuture(null);
  }

  private static CompletableFuture<Optional<ListedObject>> probe(AsyncStore store, String key) {
    return store
        .get(key, ByteRange.of(0, 1))
        .handle(
            (fetched, problem) -> {
              if (problem != null) {
                return isEmpty(problem)
                    ? CompletableFuture.completedFuture(object(key, 0))
                    : CompletableFuture.<Optional<ListedObject>>failedFuture(problem);
              }
              return CompletableFuture.completedFuture(
                  fetched instanceof Fetched.Found found
                      ? object(key, found.objectSize())
                      : Optional.<ListedObject>empty());
            })
        .thenCompose(probed -> probed);
  }

  private static Optional<ListedObject> object(String key, long size) {
    return Optional.of(new ListedObject(key, size, null));
  }

  private static boolean isEmpty(Throwable problem) {
    return StoreException.unwrap(problem) instanceof StoreException e
        && e.kind() == Kind.UNSATISFIABLE_RANGE;
  }
}
