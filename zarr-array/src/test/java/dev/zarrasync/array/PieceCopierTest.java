package dev.zarrasync.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.array.internal.ChunkGrid;
import dev.zarrasync.codec.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PieceCopierTest {

  private static final int SIZE = Integer.BYTES;
  private static final JavaElements INTS =
      JavaElements.of(new DataType(DataType.Kind.SIGNED, SIZE, ByteOrder.BIG_ENDIAN));

  @Property
  void piecesCopyTheSameAsTheWholeChunk(@ForAll long seed) {
    Random random = new Random(seed);
    Region region = Region.random(random);
    int elements = Arrays.stream(region.chunks()).reduce(1, (a, b) -> a * b);
    int[] whole = new int[region.elements()];
    int[] pieces = new int[region.elements()];

    for (ChunkPart part : new Selection(region.grid(), region.shape(), region.start())) {
      int[] chunk = random.ints(elements).toArray();
      EachRun.of(part, (from, to, count) -> System.arraycopy(chunk, from, whole, to, count));
      copy(chunk, new ChunkPart.PieceCopier(part, SIZE, INTS, pieces), random);
    }

    assertThat(pieces).isEqualTo(whole);
  }

  @Property
  void aPieceIsNeededIfARunOverlapsIt(@ForAll long seed) {
    Random random = new Random(seed);
    Region region = Region.random(random);
    int elements = Arrays.stream(region.chunks()).reduce(1, (a, b) -> a * b);
    ChunkPart part = new Selection(region.grid(), region.shape(), region.start()).item(0);
    ChunkPart.PieceCopier copier = new ChunkPart.PieceCopier(part, SIZE, INTS, new int[0]);

    for (Slice piece : pieces(elements, random)) {
      boolean[] overlaps = new boolean[1];
      EachRun.of(
          part,
          (from, to, count) ->
              overlaps[0] |= from < piece.start + piece.count && from + count > piece.start);
      assertThat(copier.isNeeded(piece.start * SIZE, piece.count * SIZE)).isEqualTo(overlaps[0]);
    }
  }

  @Example
  void piecesBeforeAndAfterThePartArePassedOver() {
    ChunkGrid grid = new ChunkGrid("", new int[] {100}, ChunkKeys.v2("."), new long[] {1});
    ChunkPart part = new Selection(grid, new int[] {20}, new long[] {45}).item(0);
    ChunkPart.PieceCopier copier = new ChunkPart.PieceCopier(part, SIZE, INTS, new int[20]);

    assertThat(copier.isNeeded(0, 45 * SIZE)).isFalse();
    assertThat(copier.isNeeded(0, 46 * SIZE)).isTrue();
    assertThat(copier.isNeeded(64 * SIZE, SIZE)).isTrue();
    assertThat(copier.isNeeded(65 * SIZE, 35 * SIZE)).isFalse();
  }

  /**
   * Hands the chunk over in pieces in random order, of which those that are not needed are left
   * out, and which lie anywhere in an array that is used again.
   */
  private static void copy(int[] chunk, ChunkPart.PieceCopier copier, Random random) {
    byte[] bytes = new byte[chunk.length * SIZE + 8];
    for (Slice piece : pieces(chunk.length, random)) {
      int position = piece.start * SIZE;
      int length = piece.count * SIZE;
      if (copier.isNeeded(position, length)) {
        int start = random.nextInt(8);
        ByteBuffer.wrap(bytes, start, length)
            .slice()
            .asIntBuffer()
            .put(chunk, piece.start, piece.count);
        copier.take(position, bytes, start, length);
      }
    }
  }

  private record Slice(int start, int count) {}

  private static List<Slice> pieces(int elements, Random random) {
    List<Slice> pieces = new ArrayList<>();
    for (int done = 0; done < elements; ) {
      int count = 1 + random.nextInt(elements - done);
      pieces.add(new Slice(done, count));
      done += count;
    }
    Collections.shuffle(pieces, random);
    return pieces;
  }
}
