package dev.zarrasync.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.benchmarks.Dataset.Encoding;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {

  private static final Dataset STACK =
      new Dataset("stack", new int[] {3, 8, 10}, new int[] {1, 4, 4}, Encoding.BLOSC, 6, 0);
  private static final Region WINDOW = new Region(new int[] {1, 2, 3}, new int[] {2, 5, 6});

  private static final Region WINDOW_OF_SPARSE = new Region(new int[] {1, 2}, new int[] {6, 5});

  @Test
  void theValuesOfARegionArePartOfThoseOfTheWhole() {
    short[] whole = STACK.values(Region.whole(STACK.shape()));
    short[] window = STACK.values(WINDOW);
    assertThat(window[0]).isEqualTo(whole[1 * 80 + 2 * 10 + 3]);
    assertThat(window[window.length - 1]).isEqualTo(whole[2 * 80 + 6 * 10 + 8]);
    assertThat(IntStream.range(0, whole.length).map(i -> whole[i]).distinct().count())
        .isGreaterThan(20);
  }

  @Test
  void theChecksumOfARegionIsThatOfItsValues() {
    assertThat(STACK.checksum(List.of(WINDOW))).isEqualTo(Dataset.checksum(STACK.values(WINDOW)));
  }

  @Test
  void whatIsNotStoredIsZero() {
    Dataset sparse = new Dataset("sparse", new int[] {8, 8}, new int[] {4, 4}, Encoding.NONE, 6, 1);
    short[] values = sparse.values(Region.whole(sparse.shape()));
    assertThat(sparse.stored(sparse.grid())).hasSize(1);
    assertThat(IntStream.range(0, values.length).filter(i -> values[i] == 0).count())
        .isBetween(48L, 52L);
    assertThat(sparse.checksum(List.of(WINDOW_OF_SPARSE)))
        .isEqualTo(Dataset.checksum(sparse.values(WINDOW_OF_SPARSE)));
  }

  @Test
  void theChunksOfARegionPutTogetherAreTheRegion() {
    ChunkGrid grid = STACK.grid(WINDOW);
    short[] target = new short[WINDOW.size()];
    grid.chunks()
        .forEach(
            (key, index) -> {
              int[] offset = IntStream.range(0, 3).map(i -> index[i] * STACK.chunk()[i]).toArray();
              short[] chunk = STACK.values(new Region(offset, STACK.chunk()));
              grid.copy(index, ShortBuffer.wrap(chunk), target);
            });
    assertThat(grid.chunks()).hasSize(12).containsKeys("stack/1.0.0", "stack/2.1.2");
    assertThat(target).isEqualTo(STACK.values(WINDOW));
  }
}
