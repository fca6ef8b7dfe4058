package dev.zarrasync.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChunkStreamTest {

  private static final int CAP = 512;

  private static ChunkStream stream(long... grid) {
    return new ChunkStream(grid, new long[grid.length], null);
  }

  private static List<List<Long>> fetchAhead(ChunkStream stream) {
    List<List<Long>> fetched = new ArrayList<>();
    int most = Math.min(CAP, stream.asked());
    for (long[] next = stream.next(most); next != null; next = stream.next(most)) {
      fetched.add(list(next));
      stream.take(next);
    }
    return fetched;
  }

  private static List<Long> list(long... index) {
    return java.util.Arrays.stream(index).boxed().toList();
  }

  @Test
  void theFirstChunkPredictsNothing() {
    assertThat(fetchAhead(stream(5, 5))).isEmpty();
  }

  @Test
  void itRunsAheadAsFarAsTheReaderHasCome() {
    ChunkStream stream = stream(100);
    stream.advance(new long[] {1});
    assertThat(fetchAhead(stream)).containsExactly(list(2), list(3));
    stream.advance(new long[] {2});
    assertThat(fetchAhead(stream)).containsExactly(list(4), list(5));
    stream.advance(new long[] {3});
    assertThat(fetchAhead(stream)).containsExactly(list(6), list(7));
  }

  @Test
  void aTurnTeachesTheBox() {
    ChunkStream stream = stream(10, 10);
    stream.advance(new long[] {0, 1});
    assertThat(fetchAhead(stream)).containsExactly(list(0, 2), list(0, 3));
    stream.advance(new long[] {1, 0});
    assertThat(stream.expects(new long[] {0, 2})).isFalse();
    assertThat(fetchAhead(stream)).containsExactly(list(1, 1), list(2, 0), list(2, 1));
  }

  @Test
  void aReaderWhoGoesBeyondTheBoxWidensIt() {
    ChunkStream previous = stream(10, 10);
    previous.advance(new long[] {0, 1});
    previous.advance(new long[] {1, 0});
    previous.advance(new long[] {1, 1});
    ChunkStream stream = new ChunkStream(new long[] {10, 10}, new long[] {4, 4}, previous);
    stream.advance(new long[] {4, 5});
    assertThat(fetchAhead(stream)).containsExactly(list(5, 4), list(5, 5));
    stream.advance(new long[] {4, 6});
    assertThat(stream.expects(new long[] {5, 4})).isTrue();
    assertThat(fetchAhead(stream)).containsExactly(list(4, 7), list(5, 4), list(5, 5));
  }

  @Test
  void aBoxMayReachPastTheGrid() {
    ChunkStream stream = stream(2, 2);
    stream.advance(new long[] {0, 1});
    assertThat(fetchAhead(stream)).containsExactly(list(1, 0), list(1, 1));
    assertThat(stream.mayContinueWith(new long[] {0, 2})).isTrue();
    stream.advance(new long[] {0, 2});
    stream.advance(new long[] {1, 0});
    assertThat(fetchAhead(stream)).containsExactly(list(1, 1), list(1, 2));
  }

  @Test
  void onlyTheNextChunkInSomeBoxContinues() {
    ChunkStream stream = new ChunkStream(new long[] {9, 9, 9}, new long[] {1, 2, 3}, null);
    stream.advance(new long[] {1, 2, 4});
    assertThat(stream.mayContinueWith(new long[] {1, 2, 5})).isTrue();
    assertThat(stream.mayContinueWith(new long[] {1, 3, 3})).isTrue();
    assertThat(stream.mayContinueWith(new long[] {2, 2, 3})).isTrue();
    assertThat(stream.mayContinueWith(new long[] {1, 2, 4})).isFalse();
    assertThat(stream.mayContinueWith(new long[] {1, 2, 6})).isFalse();
    assertThat(stream.mayContinueWith(new long[] {1, 3, 4})).isFalse();
    assertThat(stream.mayContinueWith(new long[] {3, 2, 3})).isFalse();
  }

  /** Any box is followed to its end, and never more is predicted in vain than was asked for. */
  @Property(tries = 500)
  void wasteIsBoundedByUse(
      @ForAll @IntRange(min = 0, max = 4) int x,
      @ForAll @IntRange(min = 0, max = 4) int y,
      @ForAll @IntRange(min = 0, max = 4) int z,
      @ForAll @IntRange(min = 1, max = 6) int width,
      @ForAll @IntRange(min = 1, max = 6) int height,
      @ForAll @IntRange(min = 1, max = 6) int depth) {
    ChunkStream stream = new ChunkStream(new long[] {8, 8, 8}, new long[] {x, y, z}, null);
    Set<List<Long>> waiting = new HashSet<>();
    int asked = 0;
    int inVain = 0;
    for (int i = 0; i < width * height * depth; i++) {
      long[] index = {x + i / (height * depth), y + i / depth % height, z + i % depth};
      if (i > 0) {
        assertThat(stream.mayContinueWith(index)).isTrue();
        stream.advance(index);
      }
      asked++;
      waiting.remove(list(index));
      int before = waiting.size();
      waiting.removeIf(
          ahead -> !stream.expects(ahead.stream().mapToLong(Long::longValue).toArray()));
      inVain += before - waiting.size();
      waiting.addAll(fetchAhead(stream));
    }
    // A turn in each dimension but the first, and the end, find at most so many.
    assertThat(inVain + waiting.size()).isLessThanOrEqualTo(3 * asked);
  }
}
