package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.array.internal.ChunkGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ChunkPartTest {

  @Property
  void runsCopyEachElementToItsPlace(@ForAll long seed) {
    Random random = new Random(seed);
    Region region = Region.random(random);
    Map<String, int[]> chunks = new HashMap<>();
    int[] copied = new int[region.elements()];

    for (ChunkPart part : new Selection(region.grid(), region.shape(), region.start())) {
      int[] chunk = random.ints(elements(region.chunks()), 1, Integer.MAX_VALUE).toArray();
      chunks.put(part.key(), chunk);
      EachRun.of(part, (from, to, count) -> System.arraycopy(chunk, from, copied, to, count));
    }

    for (int element = 0; element < copied.length; element++) {
      assertThat(copied[element]).isEqualTo(reference(region, chunks, region.index(element)));
    }
  }

  @Property
  void runsAreInOrderAndNoTwoOfThemAreOne(@ForAll long seed) {
    Region region = Region.random(new Random(seed));
    for (ChunkPart part : new Selection(region.grid(), region.shape(), region.start())) {
      int[] end = {-1, -1};
      EachRun.of(
          part,
          (from, to, count) -> {
            assertThat(from).isGreaterThanOrEqualTo(end[0]);
            assertThat(from == end[0] && to == end[1]).as("could be joined").isFalse();
            end[0] = from + count;
            end[1] = to + count;
          });
    }
  }

  @Property
  void runsStartAnywhere(@ForAll long seed) {
    Random random = new Random(seed);
    Region region = Region.random(random);
    for (ChunkPart part : new Selection(region.grid(), region.shape(), region.start())) {
      int element = random.nextInt(elements(region.chunks()) + 1);
      List<List<Integer>> expected = new ArrayList<>();
      EachRun.of(
          part,
          (from, to, count) -> {
            if (from + count > element) {
              expected.add(List.of(from, to, count));
            }
          });
      List<List<Integer>> found = new ArrayList<>();
      for (ChunkPart.Runs runs = ChunkPart.Runs.endingAfter(part, element);
          runs.isLeft();
          runs.advance()) {
        found.add(List.of(runs.inChunk(), runs.inRegion(), runs.length()));
      }
      assertThat(found).isEqualTo(expected);
    }
  }

  @Property
  void theElementSpanIsFromTheFirstRunToTheLast(@ForAll long seed) {
    Region region = Region.random(new Random(seed));
    for (ChunkPart part : new Selection(region.grid(), region.shape(), region.start())) {
      int[] bounds = {Integer.MAX_VALUE, 0};
      EachRun.of(
          part,
          (from, to, count) -> {
            bounds[0] = Math.min(bounds[0], from);
            bounds[1] = Math.max(bounds[1], from + count);
          });
      assertThat(part.firstElement()).isEqualTo(bounds[0]);
      assertThat(part.elementSpan()).isEqualTo(bounds[1] - bounds[0]);
    }
  }

  @Test
  void aWholeChunkOfWholeRowsIsOneRun() {
    assertThat(runs(new int[] {4, 5, 6}, new int[] {4, 5, 6}, new int[] {0, 0, 0})).hasSize(1);
    assertThat(runs(new int[] {4, 5, 6}, new int[] {2, 5, 6}, new int[] {1, 0, 0})).hasSize(1);
    assertThat(runs(new int[] {4, 5, 6}, new int[] {4, 2, 6}, new int[] {0, 1, 0})).hasSize(4);
    assertThat(runs(new int[] {4, 5, 6}, new int[] {4, 5, 2}, new int[] {0, 0, 1})).hasSize(20);
  }

  @Test
  void onlyAPartOfTheSizeOfItsChunkIsAWholeOne() {
    ChunkGrid grid = Grids.endless("", new int[] {2, 3}, ".");
    List<Boolean> whole = new ArrayList<>();
    new Selection(grid, new int[] {2, 7}, new long[] {0, 0})
        .forEach(part -> whole.add(part.isWholeChunk()));
    assertThat(whole).containsExactly(true, true, false);
  }

  private static List<Integer> runs(int[] chunks, int[] shape, int[] offset) {
    List<Integer> counts = new ArrayList<>();
    new Selection(
            Grids.endless("", chunks, "."), shape, Arrays.stream(offset).asLongStream().toArray())
        .forEach(part -> EachRun.of(part, (from, to, count) -> counts.add(count)));
    return counts;
  }

  private static int reference(Region region, Map<String, int[]> chunks, int[] index) {
    StringBuilder key = new StringBuilder();
    int element = 0;
    for (int i = 0; i < index.length; i++) {
      if (index[i] < 0) {
        return 0;
      }
      key.append(i > 0 ? "." : "").append(index[i] / region.chunks()[i]);
      element = element * region.chunks()[i] + index[i] % region.chunks()[i];
    }
    int[] chunk = chunks.get(key.toString());
    assertThat(chunk).isNotNull();
    return chunk == null ? 0 : chunk[element];
  }

  private static int elements(int[] shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }
}
