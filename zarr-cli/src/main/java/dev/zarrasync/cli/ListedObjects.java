package dev.zarrasync.cli;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * All objects of a store in the order of their keys. The next page is under way beside this one.
 */
final class ListedObjects implements Iterator<ListedObject> {

  private final AsyncStore store;
  private @Nullable CompletableFuture<ListPage> nextPage;
  private Iterator<ListedObject> page = Collections.emptyIterator();

  ListedObjects(AsyncStore store) {
    this.store = store;
    this.nextPage = store.list(ListRequest.all(""));
  }

  @Override
  public boolean hasNext() {
    while (!page.hasNext() && nextPage != null) {
      ListPage listed = nextPage.join();
      nextPage = listed.next() == null ? null : store.list(listed.next());
      page = listed.objects().iterator();
    }
    return page.hasNext();
  }

  @Override
  public ListedObject next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.next();
  }
}
