package dev.zarrasync.plan.internal;

import dev.zarrasync.fetch.ListPolicy;
import dev.zarrasync.fetch.ListingOptions;
import dev.zarrasync.fetch.internal.Ranges;
import dev.zarrasync.plan.internal.KnownObjects.Listing;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.Keys;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.ListPage.ListedObject;
import dev.zarrasync.store.ListRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one read which objects to get, in which order, and whether to list them.
 *
 * <p>The first GETs go out at once, in the reader's order. If the read needs many, a listing runs
 * beside them; what it shows is fetched the largest first, what it does not show is not asked for.
 * While many answers say "missing", the plan waits for the listing rather than go on asking; when
 * few do, it gives the listing up. Without a listing every object is asked for.
 *
 * <p>Safe for use by many threads.
 *
 * @param <T> the type of what is read
 */
public final class ReadPlan<T> {

  /** What to do next. */
  public sealed interface Step<T> {}

  /**
   * Get an object.
   *
   * @param item what is read
   * @param get gets its object
   */
  public record Fetch<T>(T item, PlannedGet get) implements Step<T> {}

  /**
   * Do not get an object: it is missing.
   *
   * @param item what is read
   */
  public record Skip<T>(T item) implements Step<T> {}

  private enum Knowledge {
    NONE,
    TO_COME,
    COMING,
    COMPLETE
  }

  /** The largest comes first. */
  private record Present(int position, ListedObject object) implements Comparable<Present> {
    @Override
    public int compareTo(Present other) {
      int bySize = Long.compare(other.object.size(), object.size());
      return bySize != 0 ? bySize : Integer.compare(position, other.position);
    }
  }

  private final AsyncStore store;
  private final Wanted<T> wanted;
  private final KnownObjects known;
  private final ListPolicy policy;
  private final Duration listingLife;
  private final long room;
  private final Limits limits;
  private final ListCost cost;
  private final List<KeyRange> ranges;
  private final String reason;

  // Guarded by this.
  private final BitSet taken = new BitSet();
  private final PriorityQueue<Present> present = new PriorityQueue<>();
  private final List<RangeListing> listings = new ArrayList<>();
  private final Set<String> notWanted = new HashSet<>(); // Listed, and not of the read.
  private Knowledge knowledge;
  private int listingsUnderWay;
  private int firstLeft; // No position before it is left.
  private int left;
  private int asked;
  private int underWay;
  private int answered;
  private int missing;
  private @Nullable Runnable onChange;

  /**
   * Plans a read. Sends nothing yet.
   *
   * @param store where the objects are
   * @param wanted what is read
   * @param room how many bytes an object takes at most while it is under way, or 0 if that is not
   *     known
   * @param known what is known of the objects, and learns more
   * @param options whether to list
   */
  public ReadPlan(
      AsyncStore store, Wanted<T> wanted, long room, KnownObjects known, ListingOptions options) {
    this.store = store;
    this.wanted = wanted;
    this.known = known;
    this.policy = options.policy();
    this.listingLife = options.life();
    this.limits = store.limits();
    this.room = room;
    this.cost = ListCost.of(wanted.count(), room, limits);
    this.left = wanted.count();
    boolean isListed = policy != ListPolicy.NEVER && store.listsCompletely();
    List<List<KeyRange>> ways = isListed ? wanted.listings() : List.of();
    List<Listing> remembered = remembered(ways);
    List<KeyRange> cheapest = ListCost.cheapest(ways);
    if (remembered != null) {
      takeAll(remembered);
      ranges = List.of();
      knowledge = Knowledge.COMPLETE;
      reason = "not needed: what is there was listed a moment ago";
    } else if (cheapest == null) {
      ranges = List.of();
      knowledge = Knowledge.NONE;
      reason =
          policy == ListPolicy.NEVER ? "none, as asked for" : "none: no listing shows all keys";
    } else if (policy == ListPolicy.FIRST) {
      ranges = cheapest;
      knowledge = Knowledge.TO_COME;
      reason = "first, as asked for";
    } else if (!cost.paysBesideGets()) {
      ranges = List.of();
      knowledge = Knowledge.NONE;
      reason = "none: there are fewer than two rounds of GETs";
    } else if (known.isHopeless()) {
      ranges = List.of();
      knowledge = Knowledge.NONE;
      reason = "none: a moment ago it was refused, or showed that hardly anything is missing";
    } else {
      ranges = cheapest;
      knowledge = Knowledge.TO_COME;
      reason = "beside the first GETs, for as long as it is likely to spare more than it costs";
    }
  }

  private @Nullable List<Listing> remembered(List<List<KeyRange>> ways) {
    for (List<KeyRange> way : ways) {
      List<Listing> found = rememberedOf(way);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable List<Listing> rememberedOf(List<KeyRange> way) {
    List<Listing> found = new ArrayList<>();
    for (KeyRange range : way) {
      Listing listing = known.find(range, listingLife);
      if (listing == null) {
        return null;
      }
      if (!found.contains(listing)) {
        found.add(listing);
      }
    }
    return found;
  }

  private void takeAll(List<Listing> remembered) {
    for (Listing listing : remembered) {
      take(listing);
    }
  }

  private void take(Listing listing) {
    Map<String, ListedObject> objects = listing.objects();
    if (objects.size() <= wanted.count()) {
      objects.values().forEach(this::take);
    } else {
      for (int i = 0; i < wanted.count(); i++) {
        ListedObject object = objects.get(wanted.key(wanted.item(i)));
        if (object != null) {
          take(object);
        }
      }
    }
  }

  private void take(ListedObject object) {
    int position = wanted.position(object.key());
    if (position < 0) {
      notWanted.add(object.key());
    } else if (!taken.get(position)) {
      present.add(new Present(position, object)); // First: a full heap must not lose it.
      taken.set(position);
      left--;
    }
  }

  /**
   * Counts the objects of the read, stored or not.
   *
   * @return how many
   */
  public int count() {
    return wanted.count();
  }

  /**
   * Sets what is called when {@link #poll} may have something again.
   *
   * @param action called by many threads
   */
  public synchronized void onChange(Runnable action) {
    onChange = action;
  }

  /**
   * Returns what to do next. To be called by one thread at a time, which does it before it calls
   * again.
   *
   * @return the next step, or null if there is none for now, or no more
   */
  public @Nullable Step<T> poll() {
    listIfDue();
    synchronized (this) {
      Present next = present.poll();
      if (next != null) {
        underWay++;
        PlannedGet get = PlannedGet.ofListed(next.object, rangesOf(next.object));
        return new Fetch<>(wanted.item(next.position), get);
      }
      if (left == 0 || waits()) {
        return null;
      }
      int position = taken.nextClearBit(firstLeft);
      firstLeft = position + 1;
      taken.set(position);
      left--;
      T item = wanted.item(position);
      String key = wanted.key(item);
      if (isAbsent(key)) {
        return new Skip<>(item);
      }
      asked++;
      underWay++;
      return new Fetch<>(item, PlannedGet.of(key));
    }
  }

  private boolean isAbsent(String key) {
    return store.listsCompletely() // Which a store may have learned from the listing.
        && (knowledge == Knowledge.COMPLETE
            ? !Keys.isUnderAny(key, notWanted)
            : isAbsentOfAny(key));
  }

  private boolean isAbsentOfAny(String key) {
    for (RangeListing listing : listings) {
      if (listing.isAbsent(key)) {
        return true;
      }
    }
    return false;
  }

  /** Says whether there is no step any more. */
  public synchronized boolean isOver() {
    return left == 0 && present.isEmpty();
  }

  /**
   * Tells the plan how a get ended.
   *
   * @param get the get
   * @param found whether there was an object
   */
  public synchronized void answered(PlannedGet get, boolean found) {
    underWay--;
    if (!get.isListed()) {
      answered++;
      missing += found ? 0 : 1;
    }
  }

  /** Lists no more. To be called when the read is over. */
  public void close() {
    List<RangeListing> open;
    synchronized (this) {
      onChange = null;
      open = List.copyOf(listings);
    }
    for (RangeListing listing : open) {
      listing.stop();
    }
  }

  private synchronized boolean waits() {
    if (knowledge == Knowledge.TO_COME) {
      return policy == ListPolicy.FIRST;
    }
    return knowledge == Knowledge.COMING
        && (policy == ListPolicy.FIRST
            || asked - answered >= cost.askedUnlisted()
            || (answered > 0 && cost.paysToWait(left, missingShare())));
  }

  /** By Laplace's rule of succession, so that a few answers do not decide alone. */
  private double missingShare() {
    return (missing + 1.0) / (answered + 2.0);
  }

  private synchronized boolean isDense() {
    return !cost.paysToGoOn(Integer.MAX_VALUE, missingShare());
  }

  /** Divides a large object, if there would be room for more requests. */
  private int rangesOf(ListedObject object) {
    long bytes = room == 0 ? object.size() : Math.min(object.size(), room);
    return Ranges.of(object.size(), bytes, underWay + present.size(), limits);
  }

  private void listIfDue() {
    synchronized (this) {
      if (knowledge != Knowledge.TO_COME || (policy == ListPolicy.AUTO && asked == 0)) {
        return;
      }
      knowledge = Knowledge.COMING;
      Listener listener = new Listener();
      for (KeyRange range : ranges) {
        listings.add(new RangeListing(store, range, listener, known));
      }
      listingsUnderWay = listings.size();
    }
    int pageSize = policy == ListPolicy.FIRST ? ListRequest.MAX_PAGE_SIZE : cost.firstPage();
    for (RangeListing listing : listings) {
      listing.start(pageSize);
    }
  }

  private final class Listener implements RangeListing.Listener {

    @Override
    public void found(List<ListedObject> objects) {
      @Nullable Runnable changed;
      synchronized (ReadPlan.this) {
        for (ListedObject object : objects) {
          take(object);
        }
        changed = onChange;
      }
      tell(changed);
    }

    @Override
    public boolean wantsMore() {
      synchronized (ReadPlan.this) {
        return policy == ListPolicy.FIRST || cost.paysToGoOn(left, missingShare());
      }
    }

    @Override
    public void ended(RangeListing listing) {
      try {
        remember(listing);
      } catch (OutOfMemoryError e) {
        // Then the next read lists again.
      }
      @Nullable Runnable changed;
      synchronized (ReadPlan.this) {
        listingsUnderWay--;
        if (listingsUnderWay == 0) {
          knowledge = areComplete() ? Knowledge.COMPLETE : Knowledge.NONE;
        }
        changed = onChange;
      }
      tell(changed);
    }

    private void remember(RangeListing listing) {
      Listing result = listing.result();
      if (result != null) {
        known.add(result, listingLife);
      } else if (listing.isRefused() || isDense()) {
        known.giveUp();
      }
    }

    private boolean areComplete() {
      for (RangeListing listing : listings) {
        if (!listing.isComplete()) {
          return false;
        }
      }
      return true;
    }

    private void tell(@Nullable Runnable changed) {
      if (changed != null) {
        changed.run();
      }
    }
  }

  /**
   * Explains what the plan will do, or what is left of it, and why.
   *
   * @return a few lines
   */
  public synchronized String explain() {
    long bytes = present.stream().mapToLong(p -> p.object.size()).sum();
    int unknown = knowledge == Knowledge.COMPLETE ? 0 : left;
    List<String> lines = new ArrayList<>();
    lines.add("Read of %,d objects of %s".formatted(wanted.count(), store));
    lines.add(
        "  known     %,d present (%,d bytes), %,d missing, %,d unknown"
            .formatted(present.size(), bytes, left - unknown, unknown));
    lines.add("  listing   " + reason);
    for (KeyRange range : ranges) {
      lines.add(
          "            '%s': up to %,d keys on %,d pages, each of which costs about %d GETs"
              .formatted(
                  range.prefix(), range.slots(), ListCost.pages(List.of(range)), ListCost.PAGE));
    }
    lines.add(
        "  GETs      %s%,d, at most %,d at once, %s"
            .formatted(
                unknown == 0 ? "" : "up to ",
                present.size() + unknown,
                limits.maxInFlight(),
                unknown == 0 ? "the largest first" : "in the order of the read"));
    Present largest = present.peek();
    if (largest != null && largest.object.size() >= 2 * Ranges.bytes(limits)) {
      lines.add(
          "  ranges    objects of %,d bytes and more are read in ranges while requests are few"
              .formatted(2 * Ranges.bytes(limits)));
    }
    return String.join("\n", lines);
  }
}
