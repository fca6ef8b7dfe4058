package dev.zarrasync.jzarr;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All keys under a path, a page at a time. */
final class Trees {

  private Trees() {}

  /** Deletes an object and all objects under its key. At most a page of deletes is under way. */
  static void delete(AsyncStore store, String path) throws IOException {
    ListPage page = Await.result(store.list(ListRequest.all(Paths.directory(path))));
    if (!path.isEmpty()) {
      Await.result(store.delete(path));
    }
    while (page != null) {
      List<CompletableFuture<Void>> deletes = new ArrayList<>();
      page.objects().forEach(object -> deletes.add(store.delete(object.key())));
      Await.result(CompletableFuture.allOf(deletes.toArray(CompletableFuture<?>[]::new)));
      page = page.next() == null ? null : Await.result(store.list(page.next()));
    }
  }

  /** Returns the keys relative to the path. A later page that fails is an unchecked exception. */
  static Stream<String> keysUnder(AsyncStore store, String path) throws IOException {
    String directory = Paths.directory(path);
    ListPage first = Await.result(store.list(ListRequest.all(directory)));
    return Stream.<@Nullable ListPage>iterate(first, Objects::nonNull, page -> next(store, page))
        .flatMap(page -> page.objects().stream())
        .map(object -> object.key().substring(directory.length()));
  }

  private static @Nullable ListPage next(AsyncStore store, ListPage page) {
    try {
      return page.next() == null ? null : Await.result(store.list(page.next()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
