package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bc.zarr.ZarrUtils;
import dev.zarrasync.array.internal.ChunkGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SelectionTest {

  @Property
  void keysAreThoseOfJZarrInItsOrder(@ForAll long seed) {
    Region region = Region.random(new Random(seed));
    String separator = seed % 2 == 0 ? "." : "/";
    ChunkGrid grid = Grids.endless("a/b", region.chunks(), separator);
    int[] array = new int[region.rank()];
    Arrays.fill(array, 1_000);

    int[][] indices =
        ZarrUtils.computeChunkIndices(array, region.chunks(), region.shape(), region.offset());
    List<String> expected =
        Arrays.stream(indices)
            .map(index -> "a/b/" + ZarrUtils.createChunkFilename(index, separator))
            .toList();

    assertThat(keys(new Selection(grid, region.shape(), region.start()))).isEqualTo(expected);
  }

  @Property
  void partsCoverARegionThatStartsInsideExactlyOnce(@ForAll long seed) {
    Random random = new Random(seed);
    Region region = Region.random(random);
    long[] offset = Arrays.stream(region.start()).map(Math::abs).toArray();
    int[] seen = new int[region.elements()];
    for (ChunkPart part : new Selection(region.grid(), region.shape(), offset)) {
      EachRun.of(part, (from, to, count) -> increment(seen, to, count));
    }
    assertThat(seen).containsOnly(1);
  }

  @Property
  void whatIsBeforeAllChunksIsInNoPart(@ForAll long seed) {
    Region region = Region.random(new Random(seed));
    int[] seen = new int[region.elements()];
    for (ChunkPart part : new Selection(region.grid(), region.shape(), region.start())) {
      EachRun.of(part, (from, to, count) -> increment(seen, to, count));
    }
    for (int element = 0; element < seen.length; element++) {
      boolean inside = Arrays.stream(region.index(element)).allMatch(i -> i >= 0);
      assertThat(seen[element]).isEqualTo(inside ? 1 : 0);
    }
  }

  @Test
  void anArrayAtTheRootHasKeysWithoutAPath() {
    ChunkGrid grid = Grids.endless("", new int[] {2, 2}, "/");
    assertThat(keys(new Selection(grid, new int[] {1, 3}, new long[] {2, 1})))
        .containsExactly("1/0", "1/1");
  }

  @Test
  void aBillionChunksAreWorkedOutOneAtATime() {
    ChunkGrid grid = Grids.endless("", new int[] {1, 1, 1}, ".");
    Selection parts = new Selection(grid, new int[] {1_000, 1_000, 1_000}, new long[] {5, 6, 7});

    assertThat(parts.count()).isEqualTo(1_000_000_000);
    Iterator<ChunkPart> iterator = parts.iterator();
    assertThat(iterator.next().key()).isEqualTo("5.6.7");
    assertThat(iterator.next().key()).isEqualTo("5.6.8");
    assertThat(iterator.next().key()).isEqualTo("5.6.9");
  }

  @Test
  void theLastIndicesOfTheLargestArrayDoNotOverflow() {
    ChunkGrid grid = Grids.endless("", new int[] {1_000}, ".");
    long end = Long.MAX_VALUE;
    assertThat(keys(new Selection(grid, new int[] {1_000}, new long[] {end - 1_100})))
        .containsExactly("9223372036854774", "9223372036854775");
  }

  @Test
  void anIteratorEnds() {
    Iterator<ChunkPart> iterator =
        new Selection(Grids.endless("", new int[] {2}, "."), new int[] {2}, new long[] {0})
            .iterator();
    iterator.next();
    assertThat(iterator).isExhausted();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }

  private static List<String> keys(Selection parts) {
    List<String> keys = new ArrayList<>();
    parts.forEach(part -> keys.add(part.key()));
    return keys;
  }

  private static void increment(int[] counts, int from, int count) {
    for (int i = from; i < from + count; i++) {
      counts[i]++;
    }
  }
}
