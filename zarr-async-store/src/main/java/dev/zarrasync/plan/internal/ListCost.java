package dev.zarrasync.plan.internal;

import dev.zarrasync.store.Limits;
import dev.zarrasync.store.ListRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a listing pays for one read. The unit is the time, and the price, of one GET.
 *
 * @param wanted how many objects the read wants
 * @param atOnce how many of them may be under way at once
 * @param large whether it is their bytes that bound this: then a page spares many times what it
 *     costs, because objects of known sizes can be divided
 */
record ListCost(int wanted, int atOnce, boolean large) {

  /** What a page costs. */
  static final int PAGE = 4;

  private static final int LEAST_PAGE = 100;

  /** More listings side by side than this would crowd out the GETs. */
  private static final int MAX_SIDE_BY_SIDE = 64;

  /**
   * Weighs a read.
   *
   * @param room how many bytes an object takes while it is under way, or 0 if that is not known
   */
  static ListCost of(int wanted, long room, Limits limits) {
    long fitting = Math.max(1, limits.maxBytesInFlight() / Math.max(1, room));
    boolean large = fitting < limits.maxInFlight();
    return new ListCost(wanted, large ? (int) fitting : limits.maxInFlight(), large);
  }

  /** A listing beside the first GETs spares nothing if there is no round of GETs after them. */
  boolean paysBesideGets() {
    return wanted >= 2L * atOnce;
  }

  /**
   * Says whether to wait for a page rather than go on asking for objects that may be missing.
   *
   * @param left how many objects have not been asked for
   * @param missing the share that is likely to be missing
   */
  boolean paysToWait(int left, double missing) {
    return missing * left / atOnce > PAGE;
  }

  /** Says how many objects to ask for while a listing is under way. */
  int askedUnlisted() {
    return large ? Math.max(1, atOnce / 4) : atOnce;
  }

  /**
   * Sizes the first page of a listing beside GETs: if there are more objects than that, few are
   * missing, and a large page would only take its time to be read.
   */
  int firstPage() {
    return Math.max(LEAST_PAGE, Math.min(pageSize(), wanted / 4));
  }

  /** Says whether one more page is likely to spare more GETs than it costs. */
  boolean paysToGoOn(int left, double missing) {
    return large || missing * Math.min(left, pageSize()) > PAGE;
  }

  /** Chooses the listing with the fewest pages, and of these the one with the fewest ranges. */
  static @Nullable List<KeyRange> cheapest(List<List<KeyRange>> listings) {
    List<KeyRange> cheapest = null;
    for (List<KeyRange> ranges : listings) {
      boolean fits = ranges.size() <= MAX_SIDE_BY_SIDE;
      if (fits && (cheapest == null || compare(ranges, cheapest) < 0)) {
        cheapest = ranges;
      }
    }
    return cheapest;
  }

  private static int compare(List<KeyRange> some, List<KeyRange> others) {
    int byPages = Long.compare(pages(some), pages(others));
    return byPages != 0 ? byPages : Integer.compare(some.size(), others.size());
  }

  static long pages(List<KeyRange> ranges) {
    long pages = 0;
    for (KeyRange range : ranges) {
      pages += 1 + (range.slots() - 1) / pageSize();
    }
    return pages;
  }

  private static int pageSize() {
    return ListRequest.MAX_PAGE_SIZE;
  }
}
