package dev.zarrasync.hierarchy;

import dev.zarrasync.store.AsyncStore;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Loads headers ahead where the arrays of a group are opened one after the other, in the order in
 * which they were listed: never more than were opened before, and each once. Safe for use by many
 * threads.
 */
public final class HeadersAhead {

  private static final int MOST = 64;

  private final AsyncStore store;
  private final TreeSet<String> waiting = new TreeSet<>();
  private final Set<String> sent = new HashSet<>();
  private int opened;

  /**
   * Loads nothing yet.
   *
   * @param store where the arrays are
   */
  public HeadersAhead(AsyncStore store) {
    this.store = store;
  }

  /**
   * Takes the arrays that may be opened next.
   *
   * @param paths their paths in the store
   */
  public synchronized void listed(Collection<String> paths) {
    waiting.clear();
    waiting.addAll(paths);
    sent.clear();
    opened = 0;
  }

  /**
   * To be called when an array is opened.
   *
   * @param path its path in the store
   */
  public synchronized void opening(String path) {
    if (!waiting.remove(path) && !sent.remove(path)) {
      return;
    }
    var unusedOwn = ArrayHeader.loading(store, path);
    int most = Math.min(opened++, MOST);
    String next = waiting.higher(path);
    while (next != null && sent.size() < most) {
      waiting.remove(next);
      sent.add(next);
      var unused = ArrayHeader.loading(store, next);
      next = waiting.higher(path);
    }
  }
}
