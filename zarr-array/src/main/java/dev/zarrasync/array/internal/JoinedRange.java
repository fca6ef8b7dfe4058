package dev.zarrasync.array.internal;

import dev.zarrasync.codec.ShardIndex;
import dev.zarrasync.fetch.internal.Ranges;
import dev.zarrasync.store.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Inner chunks that are got together: they are near each other in their shard.
 *
 * @param start where the range starts in the shard
 * @param end where it ends
 * @param numbers those of the inner chunks, as they lie in the shard
 */
public record JoinedRange(long start, long end, List<Integer> numbers) {

  /** So many times as long as the gaps in a range is what is wanted of it, at least. */
  private static final int MOST_GAPS = 4;

  public long length() {
    return end - start;
  }

  /**
   * Joins inner chunks as long as the gaps between cost less than further requests would.
   *
   * @param wanted the numbers of the inner chunks; those that are not stored are left out
   */
  public static List<JoinedRange> of(ShardIndex index, Collection<Integer> wanted, Limits limits) {
    List<Integer> stored =
        wanted.stream()
            .filter(index::isStored)
            .sorted(Comparator.comparingLong(index::offset))
            .toList();
    List<JoinedRange> ranges = new ArrayList<>();
    JoinedRange last = null;
    long gaps = 0;
    for (int number : stored) {
      long start = index.offset(number);
      long end = start + index.length(number);
      long gap = last == null ? 0 : Math.max(0, start - last.end);
      if (last != null
          && end - last.start <= Ranges.bytes(limits)
          && gap <= Ranges.LEAST
          && MOST_GAPS * (gaps + gap) <= end - last.start - gaps - gap) {
        gaps += gap;
        last.numbers.add(number);
        last = new JoinedRange(last.start, Math.max(last.end, end), last.numbers);
        ranges.set(ranges.size() - 1, last);
      } else {
        gaps = 0;
        last = new JoinedRange(start, end, new ArrayList<>(List.of(number)));
        ranges.add(last);
      }
    }
    return ranges;
  }

  /** Cuts a stored inner chunk out of bytes of the shard that start at an offset. */
  public static byte[] cut(ShardIndex index, int number, byte[] bytes, long offset) {
    int from = (int) (index.offset(number) - offset);
    int length = (int) index.length(number);
    return length == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, from + length);
  }
}
