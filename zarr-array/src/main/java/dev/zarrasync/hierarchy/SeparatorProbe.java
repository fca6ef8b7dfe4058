package dev.zarrasync.hierarchy;

import dev.zarrasync.array.ArrayMetadata;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Finds the dimension separator of an array whose metadata does not name it, as JZarr does: {@code
 * "/"} if there is a nested chunk, else {@code "."}. JZarr walks all keys of the array; this asks
 * for the first chunk under both names, and if there is neither for one page of the directory.
 */
final class SeparatorProbe {

  private static final String DIGITS = "\\d+";

  private SeparatorProbe() {}

  static CompletableFuture<String> find(AsyncStore store, String path, ArrayMetadata metadata) {
    int rank = metadata.shape().length;
    if (rank == 1) {
      return CompletableFuture.completedFuture(".");
    }
    CompletableFuture<Boolean> nested = hasFirstChunk(store, path, rank, "/");
    CompletableFuture<Boolean> flat = hasFirstChunk(store, path, rank, ".");
    return nested.thenCompose(
        isNested ->
            isNested
                ? CompletableFuture.completedFuture("/")
                : flat.thenCompose(
                    isFlat ->
                        isFlat
                            ? CompletableFuture.completedFuture(".")
                            : fromFirstPage(store, path)));
  }

  private static CompletableFuture<Boolean> hasFirstChunk(
      AsyncStore store, String path, int rank, String separator) {
    String key = Paths.resolve(path, ("0" + separator).repeat(rank - 1) + "0");
    return store
        .get(key, ByteRange.of(0, 1))
        .handle(
            (fetched, failure) -> {
              if (failure == null) {
                return fetched instanceof Fetched.Found;
              }
              if (kind(failure) == Kind.UNSATISFIABLE_RANGE) {
                return true;
              }
              throw new CompletionException(failure);
            });
  }

  private static CompletableFuture<String> fromFirstPage(AsyncStore store, String path) {
    String directory = Paths.directory(path);
    return store
        .list(ListRequest.children(directory))
        .handle(
            (page, failure) -> {
              if (failure == null) {
                return hasChunkDirectory(page, directory) ? "/" : ".";
              }
              Kind kind = kind(failure);
              if (kind == Kind.UNSUPPORTED || kind == Kind.ACCESS_DENIED) {
                return ".";
              }
              throw new CompletionException(failure);
            });
  }

  private static boolean hasChunkDirectory(ListPage page, String directory) {
    return page.prefixes().stream()
        .map(prefix -> prefix.substring(directory.length(), prefix.length() - 1))
        .anyMatch(name -> name.matches(DIGITS));
  }

  private static Kind kind(Throwable failure) {
    return StoreException.unwrap(failure) instanceof StoreException e ? e.kind() : Kind.OTHER;
  }
}
