package dev.zarrasync.prefetch;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.Writes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives out the chunks of one array one at a time, and fetches and decodes ahead those that its
 * readers are going to ask for: see {@link ChunkStream}. A small array that is read from its start
 * is listed, with one page, and fetched whole.
 *
 * <p>A chunk that was fetched ahead is given out within the times of {@link PrefetchOptions} or not
 * at all, and not after a write of it by this process: see {@link Writes}. If fetching it failed,
 * it is fetched again when it is asked for. A chunk that the listing showed and a get does not find
 * is an error, not a fill value.
 *
 * <p>Safe for use by many threads, whose reads may be mixed in any way.
 */
final class ReadAhead {

  private static final int MAX_READERS = 64;

  private final AsyncStore store;
  private final ArrayChunks chunks;
  private final ChunkLoads loads;
  private final long[] extent;
  private final int window;

  // Guarded by this.
  private final Deque<Reader> readers = new ArrayDeque<>(); // The latest first.
  private ChunkListing listing = ChunkListing.NOT_ASKED;
  private int writes; // As of the listing.
  private int generation;

  ReadAhead(ArrayChunks chunks, ReadAheadBudget budget, PrefetchOptions options) {
    this(chunks, new ChunkLoads(chunks, budget, options));
  }

  ReadAhead(ArrayChunks chunks, ChunkLoads loads) {
    this.store = chunks.store();
    this.chunks = chunks;
    this.loads = loads;
    this.extent = chunks.grid().extent();
    this.window = window(store.limits(), chunks.chunkBytes());
  }

  /** How many chunks may be under way: as in a read of a region, twice the requests. */
  static int window(Limits limits, int chunkBytes) {
    long most = Math.min(Integer.MAX_VALUE, 2L * limits.maxInFlight());
    return (int) Math.min(most, Math.max(1, limits.maxBytesInFlight() / chunkBytes));
  }

  /**
   * Reads a chunk.
   *
   * @return the chunk, as the {@link ArrayChunks} have it, or {@link Fetched.Missing}; fails with a
   *     {@link StoreException}. Cancelling it abandons it.
   */
  CompletableFuture<Fetched> get(String key) {
    ChunkListing known = listing();
    CompletableFuture<Fetched> chunk =
        known.isAbsent(key, loads.nanoTime())
            ? CompletableFuture.completedFuture(Fetched.MISSING)
            : loads.ask(key, known.isPresent(key, loads.nanoTime()));
    List<Runnable> actions = new ArrayList<>();
    synchronized (this) {
      follow(chunks.index(key), actions);
    }
    actions.forEach(Runnable::run);
    return chunk;
  }

  /** Forgets what was fetched ahead of a chunk, at once. To be called after a write of it. */
  void forget(String key) {
    forget(load -> load.key.equals(key));
  }

  /** Forgets all that was fetched ahead. To be called before and after the array is deleted. */
  void forgetAll() {
    forget(load -> true);
  }

  private void forget(Predicate<ChunkLoads.Load> condition) {
    List<Runnable> actions = new ArrayList<>();
    synchronized (this) {
      listing = ChunkListing.NOT_ASKED;
      generation++;
      loads.dropIf(condition, actions);
    }
    actions.forEach(Runnable::run);
  }

  /** Returns the listing, unless a write has overtaken it. */
  private synchronized ChunkListing listing() {
    int now = Writes.of(store.url(chunks.grid().directory()));
    if (now != writes) {
      writes = now;
      generation++;
      listing = ChunkListing.NOT_ASKED;
    }
    return listing;
  }

  /** Finds the reader who asks, and fetches ahead for it. */
  private void follow(long[] index, List<Runnable> actions) {
    long now = loads.nanoTime();
    readers.removeIf(reader -> now - reader.lastSeen >= loads.options().life().toNanos());
    if (find(stream -> stream.isAt(index)) != null) {
      return; // Two who read side by side, or one who reads a chunk part by part.
    }
    Reader reader = find(stream -> stream.predicts(index));
    if (reader == null) {
      reader = find(stream -> stream.mayContinueWith(index));
    }
    if (reader == null) {
      reader = new Reader(new ChunkStream(extent, index, previous()));
    } else {
      readers.remove(reader);
      reader.advance(index, actions);
    }
    reader.lastSeen = now;
    readers.addFirst(reader);
    if (readers.size() > MAX_READERS) {
      Reader gone = readers.removeLast();
      loads.dropIf(load -> load.isFor(gone), actions);
    }
    listIfSmall(reader.stream, actions);
    reader.fetchAhead(actions);
  }

  private @Nullable Reader find(Predicate<ChunkStream> condition) {
    return readers.stream().filter(r -> condition.test(r.stream)).findFirst().orElse(null);
  }

  private @Nullable ChunkStream previous() {
    Reader reader = find(stream -> stream.asked() > 1);
    return reader == null ? null : reader.stream;
  }

  private void listIfSmall(ChunkStream stream, List<Runnable> actions) {
    if (stream.asked() > 1
        && stream.mayBeWholeArray()
        && chunkCount() <= ListRequest.MAX_PAGE_SIZE
        && store.listsCompletely()
        && !loads.options().absentLife().isZero()
        && listing.isWanted(loads.nanoTime())) {
      listing = ChunkListing.ASKED;
      int asked = generation;
      long until = loads.nanoTime() + loads.options().absentLife().toNanos();
      actions.add(() -> list(asked, until));
    }
  }

  private long chunkCount() {
    long count = 1;
    for (long length : extent) {
      count = Math.min(Integer.MAX_VALUE, count * Math.min(Integer.MAX_VALUE, length));
    }
    return count;
  }

  /** A store that cannot list, for whatever reason, is read without. */
  private void list(int asked, long until) {
    try {
      store
          .list(ListRequest.all(chunks.grid().directory()))
          .whenComplete((page, failure) -> receive(asked, page, until));
    } catch (RuntimeException e) {
      receive(asked, null, until);
    }
  }

  private void receive(int asked, @Nullable ListPage page, long until) {
    List<Runnable> actions = new ArrayList<>();
    synchronized (this) {
      var unused = listing();
      if (asked != generation) {
        return; // There was a write meanwhile.
      }
      listing =
          page == null || !store.listsCompletely()
              ? ChunkListing.NO_HELP
              : ChunkListing.of(page, until);
      readers.forEach(reader -> reader.fetchAhead(actions));
    }
    actions.forEach(Runnable::run);
  }

  /** One who reads a box of the array. */
  private final class Reader {
    final ChunkStream stream;
    long lastSeen;

    Reader(ChunkStream stream) {
      this.stream = stream;
    }

    void advance(long[] index, List<Runnable> actions) {
      boolean right = stream.predicts(index);
      stream.advance(index);
      if (!right) {
        loads.dropIf(load -> load.isFor(this) && !stream.expects(load.index), actions);
      }
    }

    void fetchAhead(List<Runnable> actions) {
      long now = loads.nanoTime();
      int most =
          listing.isKnown(now) && stream.mayBeWholeArray()
              ? ListRequest.MAX_PAGE_SIZE
              : Math.min(window, stream.asked());
      if (chunks.areInShards() && stream.ahead() > most / 2) {
        return; // Until there are several to get together.
      }
      List<ChunkLoads.Load> reserved = new ArrayList<>();
      actions.add(() -> loads.start(reserved));
      for (long[] next = stream.next(most); next != null; next = stream.next(most)) {
        String key = chunks.grid().key(next);
        boolean listed = listing.isPresent(key, now);
        if (!listing.isAbsent(key, now) && !loads.reserve(key, listed, this, next, reserved)) {
          return;
        }
        stream.take(next);
      }
    }
  }

  /**
   * Which chunks a small array has, as one page of a listing shows it.
   *
   * @param state whether that is known
   * @param keys the keys of the objects
   * @param until when that is not believed any more
   */
  private record ChunkListing(State state, Set<String> keys, long until) {

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
}
