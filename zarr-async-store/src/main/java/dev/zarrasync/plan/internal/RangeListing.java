package dev.zarrasync.plan.internal;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.internal.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lists one range. The first page shows whether more is worthwhile; what comes after a first full
 * page is listed side by side, if it may be many pages.
 */
final class RangeListing {

  /** Is told what is found. Called by many threads. */
  interface Listener {

    /** These are there. */
    void found(List<ListedObject> objects);

    /** Says whether more pages are wanted. */
    boolean wantsMore();

    /** The listing is over: all of the range is known, or not. */
    void ended(RangeListing listing);
  }

  private final AsyncStore store;
  private final KeyRange range;
  private final Listener listener;
  private final int writes;
  private final long nanoTime;
  // Guarded by this.
  private final Map<String, ListedObject> objects = new HashMap<>();
  private final List<KeyRange> covered = new ArrayList<>();
  private final Set<Page> underWay = new HashSet<>();
  private int open = 1;
  private boolean stopped;
  private volatile boolean refused;

  RangeListing(AsyncStore store, KeyRange range, Listener listener, KnownObjects known) {
    this.store = store;
    this.range = range;
    this.listener = listener;
    this.writes = known.writes();
    this.nanoTime = known.nanoTime();
  }

  /** Asks for the first page. */
  void start(int pageSize) {
    list(range, range.request().pageSize(pageSize));
  }

  /** Asks for no more pages, and abandons those under way. */
  void stop() {
    List<Page> abandoned;
    synchronized (this) {
      stopped = true;
      abandoned = List.copyOf(underWay);
    }
    for (Page page : abandoned) {
      page.answer.cancel(false);
    }
  }

  /** Says whether a key is certain to be missing. */
  synchronized boolean isAbsent(String key) {
    return isCovered(key) && !objects.containsKey(key) && !Keys.isUnderAny(key, objects.keySet());
  }

  private boolean isCovered(String key) {
    for (KeyRange part : covered) {
      if (part.contains(key)) {
        return true;
      }
    }
    return false;
  }

  /** Says whether the store failed to list. */
  boolean isRefused() {
    return refused;
  }

  /** Says whether all of the range is known. */
  synchronized boolean isComplete() {
    return open == 0 && !stopped;
  }

  /** Returns what is there, or null if not all of the range is known. */
  synchronized KnownObjects.@Nullable Listing result() {
    return isComplete()
        ? new KnownObjects.Listing(range, Map.copyOf(objects), writes, nanoTime)
        : null;
  }

  private void list(KeyRange part, ListRequest request) {
    try {
      send(part, request);
    } catch (Throwable e) { // An OutOfMemoryError, too, ends the listing, for which the read waits.
      refuse();
    }
  }

  private void send(KeyRange part, ListRequest request) {
    Page page = new Page(part, store.list(request));
    synchronized (this) {
      underWay.add(page);
    }
    Reply.follow(page.answer, page);
    if (isStopped()) { // Or else no one would abort it.
      page.answer.cancel(false);
    }
  }

  private void refuse() {
    refused |= !isStopped();
    try {
      stop();
    } finally {
      end();
    }
  }

  /** Takes the answer to one request. */
  private final class Page implements BiConsumer<ListPage, @Nullable Throwable> {
    private final KeyRange part;
    private final CompletableFuture<ListPage> answer;

    Page(KeyRange part, CompletableFuture<ListPage> answer) {
      this.part = part;
      this.answer = answer;
    }

    @Override
    public void accept(ListPage page, @Nullable Throwable failure) {
      synchronized (RangeListing.this) {
        underWay.remove(this);
      }
      if (failure != null || !receives(page)) {
        refuse();
      }
    }

    private boolean receives(ListPage page) {
      try {
        receive(part, page);
        return true;
      } catch (OutOfMemoryError e) {
        return false; // GETs find what it does not show.
      }
    }
  }

  private void receive(KeyRange part, ListPage page) {
    List<ListedObject> listed = page.objects();
    String last = listed.isEmpty() ? part.after() : listed.get(listed.size() - 1).key();
    boolean isLast = page.next() == null || part.endsBy(last);
    List<ListedObject> found = new ArrayList<>(listed.size());
    for (ListedObject object : listed) {
      if (part.contains(object.key())) {
        found.add(object);
      }
    }
    synchronized (this) {
      for (ListedObject object : found) {
        objects.put(object.key(), object);
      }
      covered.add(isLast ? part : part.upTo(last));
    }
    listener.found(found);
    if (page.next() == null || isLast || !goesOn()) {
      end();
      return;
    }
    boolean mayDivide = listed.size() == ListRequest.MAX_PAGE_SIZE && part.equals(range);
    List<KeyRange> rest = mayDivide ? part.restAfter(last) : List.of();
    if (rest.size() > 1 && rest.size() < ListCost.pages(List.of(range))) {
      listSideBySide(rest);
    } else {
      list(part, page.next().pageSize(ListRequest.MAX_PAGE_SIZE));
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private boolean goesOn() {
    boolean wanted = listener.wantsMore();
    synchronized (this) {
      stopped |= !wanted;
      return !stopped;
    }
  }

  private void listSideBySide(List<KeyRange> parts) {
    synchronized (this) {
      open += parts.size();
    }
    parts.forEach(part -> list(part, part.request()));
    end();
  }

  private void end() {
    boolean isOver;
    synchronized (this) {
      isOver = --open == 0;
    }
    if (isOver) {
      listener.ended(this);
    }
  }
}
