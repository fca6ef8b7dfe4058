package dev.zarrasync.jzarr;

import dev.zarrasync.cache.MetadataCache;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Walks and deletes what is under a path. */
@SuppressWarnings("NonApiType") // JZarr asks for TreeSet.
final class Trees {

  private Trees() {}

  /** Deletes an object and all objects under its key, a page at a time. */
  static void delete(AsyncStore store, String path) throws IOException {
    MetadataCache.of(store).forgetAll(path);
    try {
      if (!path.isEmpty()) {
        Await.result(store.delete(path));
      }
      ListRequest request = ListRequest.all(path.isEmpty() ? "" : path + "/");
      while (request != null) {
        ListPage page = Await.result(store.list(request));
        List<CompletableFuture<Void>> deletes = new ArrayList<>();
        page.objects().forEach(object -> deletes.add(store.delete(object.key())));
        Await.result(CompletableFuture.allOf(deletes.toArray(CompletableFuture<?>[]::new)));
        request = page.next();
      }
    } finally {
      MetadataCache.of(store).forgetAll(path);
    }
  }

  static TreeSet<String> parentsOf(String name, AsyncStore store, String path) throws IOException {
    throw new UnsupportedOperationException();
  }
}
