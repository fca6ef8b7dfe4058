package dev.zarrasync.array;

import dev.zarrasync.store.Keys;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which chunks a small array has, as one page of a listing shows it.
 *
 * @param state whether that is known
 * @param keys the keys of the objects
 * @param until when that is not believed any more
 */
record ChunkListing(State state, Set<String> keys, long until) {

  enum State {
    NOT_ASKED,
    ASKED,
    NO_HELP,
    KNOWN
  }

  static final ChunkListing NOT_ASKED = new ChunkListing(State.NOT_ASKED, Set.of(), 0);
  static final ChunkListing ASKED = new ChunkListing(State.ASKED, Set.of(), 0);
  static final ChunkListing NO_HELP = new ChunkListing(State.NO_HELP, Set.of(), 0);

  private static final long MAX_BYTES = 8L << 20;

  /** Takes a page, which is of no help if there are more, or the array is not small. */
  static ChunkListing of(ListPage page, long until) {
    long bytes = page.objects().stream().mapToLong(ListedObject::size).sum();
    if (page.next() != null || bytes > MAX_BYTES) {
      return NO_HELP;
    }
    Set<String> keys = page.objects().stream().map(ListedObject::key).collect(Collectors.toSet());
    return new ChunkListing(State.KNOWN, keys, until);
  }

  boolean isKnown(long now) {
    return state == State.KNOWN && now - until < 0;
  }

  boolean isWanted(long now) {
    return state == State.NOT_ASKED || (state == State.KNOWN && !isKnown(now));
  }

  boolean isAbsent(String key, long now) {
    return isKnown(now) && !keys.contains(key) && !Keys.isUnderAny(key, keys);
  }

  boolean isPresent(String key, long now) {
    return isKnown(now) && keys.contains(key);
  }
}
