package dev.zarrasync.plan.internal;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.Writes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the objects of one array: what listings have shown, until this process writes to
 * the array; and which objects were read in part. Safe for use by many threads.
 */
public final class KnownObjects {

  /** How long it is remembered that listing does not help. */
  static final Duration HOPELESS = Duration.ofSeconds(10);

  private static final int MAX_OBJECTS = 1 << 17;
  private static final int MAX_ARRAYS = 1 << 10;
  private static final int MAX_PARTS = 1 << 10;

  private static final LongSupplier NANO_TIME =
      new LongSupplier() {
        @Override
        public long getAsLong() {
          return System.nanoTime();
        }
      };

  // Guarded by itself. Does not keep the stores alive.
  private static final Map<AsyncStore, Map<String, KnownObjects>> STORES = new WeakHashMap<>();

  /**
   * What was there at a time.
   *
   * @param range the keys that were listed: the others of the range were absent
   * @param objects the objects by key
   * @param writes {@link #writes()} when the listing began
   * @param nanoTime when it began
   */
  public record Listing(
      KeyRange range, Map<String, ListedObject> objects, int writes, long nanoTime) {}

  private final LongSupplier clock;
  private final String url;

  // Guarded by this.
  private final Deque<Listing> listings = new ArrayDeque<>(); // The latest first.
  private final Map<String, Boolean> readInPart = new LeastRecentlyUsed<>(MAX_PARTS);
  private int size;
  private @Nullable Long hopelessSince;

  /**
   * @param url that of the array's directory
   */
  public KnownObjects(String url, LongSupplier clock) {
    this.url = url;
    this.clock = clock;
  }

  /**
   * Returns what is known of an array. All who use one store object share it.
   *
   * @param store the store: this very object
   * @param path the array's path in the store
   * @return what is known, which may be nothing
   */
  public static KnownObjects of(AsyncStore store, String path) {
    String url = store.url(path.isEmpty() ? "" : path + "/");
    synchronized (STORES) {
      Map<String, KnownObjects> ofStore = STORES.get(store);
      if (ofStore == null) {
        ofStore = new LeastRecentlyUsed<>(MAX_ARRAYS);
        STORES.put(store, ofStore);
      }
      KnownObjects ofArray = ofStore.get(path);
      if (ofArray == null) {
        ofArray = new KnownObjects(url, NANO_TIME);
        ofStore.put(path, ofArray);
      }
      return ofArray;
    }
  }

  /** Finds a listing of a whole range that is younger than a time. */
  public synchronized @Nullable Listing find(KeyRange range, Duration life) {
    int now = writes();
    for (Listing listing : listings) {
      if (listing.writes == now && isYounger(listing, life) && listing.range.contains(range)) {
        return listing;
      }
    }
    return null;
  }

  /**
   * Remembers a listing.
   *
   * @param life for how long it may be asked for
   */
  public synchronized void add(Listing listing, Duration life) {
    while (!listings.isEmpty() && !isYounger(listings.getLast(), life)) {
      size -= listings.removeLast().objects.size();
    }
    if (life.isZero()) {
      return;
    }
    listings.addFirst(listing);
    size += listing.objects.size();
    while (size > MAX_OBJECTS) {
      size -= listings.removeLast().objects.size();
    }
  }

  /**
   * Says whether an object was read in part before, and remembers that it is now.
   *
   * @param key the object's key
   * @return true if so, as far as is remembered
   */
  public synchronized boolean isReadInPart(String key) {
    return readInPart.put(key, true) != null;
  }

  /** Remembers that listing is refused, or does not pay. */
  public synchronized void giveUp() {
    hopelessSince = clock.getAsLong();
  }

  public synchronized boolean isHopeless() {
    return hopelessSince != null && clock.getAsLong() - hopelessSince < HOPELESS.toNanos();
  }

  public long nanoTime() {
    return clock.getAsLong();
  }

  public int writes() {
    return Writes.of(url);
  }

  private boolean isYounger(Listing listing, Duration life) {
    return Duration.ofNanos(clock.getAsLong() - listing.nanoTime).compareTo(life) < 0;
  }

  private static final class LeastRecentlyUsed<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1L;

    private final int most;

    LeastRecentlyUsed(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > most;
    }
  }
}
