package dev.zarrasync.array;

import dev.zarrasync.array.internal.ChunkGrid;
import dev.zarrasync.plan.internal.KeyRange;
import java.util.ArrayList;
import java.util.List;

/**
 * The ways to list the chunks of a box of the grid. For each dimension there is one: a listing for
 * each combination of the indices before it, from the first to the last key that the dimension's
 * indices can begin with. Keys are in the order of their characters, so 10 is before 9.
 */
final class BoxListings {

  private static final int MAX_RANGES = 1 << 10;
  private static final int MAX_DIGITS = 19;

  private final ChunkGrid grid;
  private final long[] first;
  private final long[] last;

  BoxListings(ChunkGrid grid, long[] first, long[] last) {
    this.grid = grid;
    this.first = first;
    this.last = last;
  }

  /** Returns the ways; none where a chunk is outside of the array. */
  List<List<KeyRange>> all() {
    List<List<KeyRange>> ways = new ArrayList<>();
    List<String> prefixes = List.of(grid.start());
    for (int i = 0; i < grid.rank(); i++) {
      if (first[i] < 0 || last[i] >= grid.extent()[i] || last[i] < first[i]) {
        return List.of();
      }
      List<KeyRange> ranges = new ArrayList<>(prefixes.size());
      for (String prefix : prefixes) {
        ranges.add(range(prefix, i));
      }
      ways.add(ranges);
      if (prefixes.size() * (last[i] - first[i] + 1) > MAX_RANGES) {
        return ways;
      }
      prefixes = extended(prefixes, i);
    }
    return ways;
  }

  private List<String> extended(List<String> prefixes, int dimension) {
    List<String> longer = new ArrayList<>();
    for (String prefix : prefixes) {
      for (long index = first[dimension]; index <= last[dimension]; index++) {
        longer.add(prefix + index + grid.keys().separator());
      }
    }
    return longer;
  }

  private KeyRange range(String prefix, int dimension) {
    String lowest = lowest(first[dimension], last[dimension]);
    String highest = highest(first[dimension], last[dimension]);
    // Just before the lowest: the character before its last, '/' for '0', ends no chunk's key.
    char end = lowest.charAt(lowest.length() - 1);
    String after = prefix + lowest.substring(0, lowest.length() - 1) + (char) (end - 1);
    String until = prefix + highest + (char) (grid.keys().separator().charAt(0) + 1);
    return new KeyRange(prefix, after + '~', until, slots(dimension, lowest, highest));
  }

  /** The first of some numbers in the order of their characters. */
  private static String lowest(long from, long to) {
    String lowest = Long.toString(from);
    for (int digits = 1; power(digits - 1) <= to; digits++) {
      long power = power(digits - 1);
      if (power >= from && Long.toString(power).compareTo(lowest) < 0) {
        lowest = Long.toString(power);
      }
    }
    return lowest;
  }

  /** The last of some numbers in the order of their characters. */
  private static String highest(long from, long to) {
    String highest = Long.toString(to);
    for (int digits = 1; power(digits) <= to; digits++) {
      long nines = power(digits) - 1;
      if (nines >= from && Long.toString(nines).compareTo(highest) > 0) {
        highest = Long.toString(nines);
      }
    }
    return highest;
  }

  /** Counts the chunks of the array whose index is between two in the order of characters. */
  private long slots(int dimension, String lowest, String highest) {
    long indices = 0;
    for (int digits = 1; digits <= MAX_DIGITS; digits++) {
      long low = digits == 1 ? 0 : power(digits - 1);
      long high = Math.min(grid.extent()[dimension], power(digits)) - 1;
      low = Math.max(low, bound(lowest, digits, false));
      high = Math.min(high, bound(highest, digits, true));
      indices += Math.max(0, high - low + 1);
    }
    for (int i = dimension + 1; i < grid.rank(); i++) {
      indices = product(indices, grid.extent()[i]);
    }
    return indices;
  }

  /**
   * Finds the first number of some digits that is not before a string, or the last that is not
   * after it.
   */
  private static long bound(String number, int digits, boolean isLast) {
    long value = Long.parseLong(number);
    int missing = digits - number.length();
    if (missing >= 0) {
      // A longer number that begins with the string comes after it.
      long longer = product(value, power(missing));
      return isLast && missing > 0 ? longer - 1 : longer;
    }
    long cut = value / power(-missing);
    // A shorter number that the string begins with comes before it.
    return isLast ? cut : cut + 1;
  }

  /** Returns a power of ten; the largest long for what is too large. */
  private static long power(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power = product(10, power);
    }
    return power;
  }

  private static long product(long a, long b) {
    return a > 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
  }
}
