package dev.zarrasync.hierarchy.internal;

import dev.zarrasync.array.internal.WriteOrder;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All keys under a path, a page at a time. Safe for use by many threads at once. */
public final class Trees {

  private static final int PAGES_AT_ONCE = 4;

  private Trees() {}

  /**
   * Deletes an object and all objects under its key. Of an array or group, metadata is deleted
   * first: one that is deleted in part must not look whole. What is no key is deleted, too: it
   * would be there without a way to see it. Some pages of deletes are under way beside the listing
   * of the next.
   *
   * @param path the path, or {@code ""} for all of the store
   * @throws IOException if something could not be deleted, or listed
   */
  public static void delete(AsyncStore keys, String path) throws IOException {
    AsyncStore store = keys.anyNames();
    List<CompletableFuture<Void>> deletes = new ArrayList<>();
    Set<String> ahead = new HashSet<>();
    Stores.await(WriteOrder.settled(store, Paths.directory(path)));
    try {
      ListPage page = Stores.await(store.list(ListRequest.all(Paths.directory(path))));
      if (!path.isEmpty()) {
        Stores.await(WriteOrder.delete(store, path));
      }
      while (page != null) {
        CompletableFuture<ListPage> next = page.next() == null ? null : store.list(page.next());
        List<String> metadata = keys(page, true);
        metadata.addAll(listedLater(page, Paths.directory(path), ahead));
        Stores.await(delete(store, metadata));
        deletes.add(delete(store, keys(page, false)));
        if (next == null || deletes.size() == PAGES_AT_ONCE) {
          Stores.await(all(deletes));
          deletes.clear();
        }
        page = next == null ? null : Stores.await(next);
      }
    } catch (IOException e) {
      // What is still under way must not delete what the caller may store next.
      Stores.await(all(deletes).exceptionally(failure -> null));
      throw e;
    }
  }

  /**
   * Deletes as {@link #delete(AsyncStore, String)} does, and stores the metadata of what comes
   * instead.
   *
   * @param key the key of the metadata
   * @throws IOException if something could not be deleted, or the metadata not be stored
   */
  public static void replace(AsyncStore store, String path, String key, byte[] metadata)
      throws IOException {
    delete(store, path);
    Stores.await(WriteOrder.put(store, key, metadata));
  }

  /** Returns the keys of a page that are, or are not, those of metadata. */
  private static List<String> keys(ListPage page, boolean ofMetadata) {
    List<String> keys = new ArrayList<>();
    for (ListedObject object : page.objects()) {
      if (Paths.isMetadata(object.key()) == ofMetadata) {
        keys.add(object.key());
      }
    }
    return keys;
  }

  /**
   * Names metadata that later pages may list after chunks on this one. In the order of keys, that
   * of Zarr v2 is before the chunks, but {@code zarr.json} is after them: it may come for each
   * directory that the page does not list to its end.
   *
   * @param ahead what was named for earlier pages
   */
  private static List<String> listedLater(ListPage page, String directory, Set<String> ahead) {
    List<String> later = new ArrayList<>();
    if (page.next() == null || page.objects().isEmpty()) {
      return later;
    }
    String last = page.objects().get(page.objects().size() - 1).key();
    for (String parent = Paths.parent(last);
        Paths.directory(parent).startsWith(directory);
        parent = Paths.parent(parent)) {
      String key = Paths.resolve(parent, Paths.V3);
      if (key.compareTo(last) > 0 && ahead.add(key)) {
        later.add(key);
      }
      if (parent.isEmpty()) {
        break;
      }
    }
    return later;
  }

  private static CompletableFuture<Void> delete(AsyncStore store, List<String> keys) {
    return keys.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : WriteOrder.delete(store, keys);
  }

  private static CompletableFuture<Void> all(List<CompletableFuture<Void>> deletes) {
    return CompletableFuture.allOf(deletes.toArray(new CompletableFuture<?>[0]));
  }

  /**
   * Lists the keys under a path, a page at a time as they are asked for.
   *
   * @param path the path, or {@code ""} for all of the store
   * @return the keys relative to the path. A later page that fails is an {@link
   *     UncheckedIOException} of the stream.
   * @throws IOException if the first page fails
   */
  public static Stream<String> keysUnder(AsyncStore store, String path) throws IOException {
    String directory = Paths.directory(path);
    ListPage first = Stores.await(store.list(ListRequest.all(directory)));
    return Stream.<@Nullable ListPage>iterate(first, Objects::nonNull, page -> next(store, page))
        .flatMap(page -> page.objects().stream())
        .map(object -> object.key().substring(directory.length()));
  }

  private static @Nullable ListPage next(AsyncStore store, ListPage page) {
    try {
      return page.next() == null ? null : Stores.await(store.list(page.next()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
