package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.codec.ChunkBytes;
import dev.zarrasync.codec.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PieceCopierTest {

  private static final int SIZE = Integer.BYTES;

  @Property
  void piecesCopyTheSameAsTheWholeChunk(@ForAll long seed) {
    Random random = new Random(seed);
    Region region = Region.random(random);
    int elements = Arrays.stream(region.chunks()).reduce(1, (a, b) -> a * b);
    int[] whole = new int[region.elements()];
    int[] pieces = new int[region.elements()];

    for (ChunkPart part : region.grid().select(region.shape(), region.offset())) {
      int[] chunk = random.ints(elements).toArray();
      part.forEachRun((from, to, count) -> System.arraycopy(chunk, from, whole, to, count));
      copy(chunk, new PieceCopier(part, SIZE, PieceCopierTest::view, pieces), random);
    }

    assertThat(pieces).isEqualTo(whole);
  }

  @Example
  void piecesBeforeAndAfterThePartArePassedOver() {
    ChunkGrid grid = new ChunkGrid("", new int[] {100}, ".", new int[] {1});
    ChunkPart part = grid.select(new int[] {20}, new int[] {45}).item(0);
    PieceCopier copier = new PieceCopier(part, SIZE, PieceCopierTest::view, new int[20]);

    assertThat(copier.span()).isEqualTo(20 * SIZE);
    assertThat(copier.skip(40 * SIZE)).isTrue();
    assertThat(copier.skip(10 * SIZE)).isFalse();
    copier.take(new byte[10 * SIZE], 0, 10 * SIZE);
    assertThat(copier.skip(15 * SIZE)).isFalse();
    copier.take(new byte[15 * SIZE], 0, 15 * SIZE);
    assertThat(copier.skip(35 * SIZE)).isTrue();
  }

  /**
   * Hands the chunk over in pieces, of which it may pass over some, and which lie anywhere in an
   * array that is used again.
   */
  private static void copy(int[] chunk, PieceCopier copier, Random random) {
    byte[] bytes = new byte[(chunk.length + 8) * SIZE];
    for (int done = 0; done < chunk.length; ) {
      int count = 1 + random.nextInt(chunk.length - done);
      if (copier.skip(count * SIZE)) {
        done += count;
        continue;
      }
      int shift = random.nextInt(8);
      ByteBuffer.wrap(bytes).asIntBuffer().put(shift, chunk, done, count);
      copier.take(bytes, shift * SIZE, count * SIZE);
      done += count;
    }
  }

  private static ChunkBytes view(byte[] bytes) {
    return new ChunkBytes(bytes, ElementType.I4, ByteOrder.BIG_ENDIAN);
  }
}
