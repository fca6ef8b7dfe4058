package dev.zarrasync.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DivisionTest {

  private static final List<Schedule> SCHEDULES =
      List.of(Schedule.STATIC, Schedule.GUIDED, Schedule.guided(3), Schedule.DYNAMIC);

  /** A region of an array of up to three dimensions that ends anywhere. */
  @Provide
  Arbitrary<Division> divisions() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 3), Arbitraries.longs().between(0, Long.MAX_VALUE))
        .as(DivisionTest::random);
  }

  private static Division random(int rank, long seed) {
    Random random = new Random(seed);
    long[] all = new long[rank];
    long[] offset = new long[rank];
    long[] shape = new long[rank];
    int[] unit = new int[rank];
    int[] halo = new int[rank];
    for (int i = 0; i < rank; i++) {
      all[i] = 1L + random.nextInt(30);
      offset[i] = random.nextInt((int) all[i]);
      shape[i] = 1L + random.nextInt((int) (all[i] - offset[i]));
      unit[i] = 1 + random.nextInt(8);
      halo[i] = random.nextInt(4);
    }
    return new Division(all, offset, shape, unit, halo);
  }

  @Property(tries = 300)
  void eachElementIsInOnePieceAndEachUnitIsWhole(
      @ForAll("divisions") Division division, @ForAll @IntRange(min = 1, max = 9) int workers) {
    for (Schedule schedule : SCHEDULES) {
      List<Piece> pieces = division.pieces(schedule, workers, Double.MAX_VALUE);

      Set<List<Long>> elements = new HashSet<>();
      for (Piece piece : pieces) {
        assertThat(piece.number()).isEqualTo(pieces.indexOf(piece));
        elements(piece).forEach(index -> assertThat(elements.add(index)).as("%s", index).isTrue());
        for (int i = 0; i < division.unit().length; i++) {
          long start = piece.offset()[i];
          assertThat(start == division.offset()[i] || start % division.unit()[i] == 0).isTrue();
        }
      }
      assertThat((double) elements.size()).isEqualTo(product(division.shape()));
    }
  }

  private static List<List<Long>> elements(Piece piece) {
    int count = Arrays.stream(piece.shape()).reduce(1, (a, b) -> a * b);
    return IntStream.range(0, count).mapToObj(element -> index(piece, element)).toList();
  }

  private static List<Long> index(Piece piece, int element) {
    Long[] index = new Long[piece.shape().length];
    int rest = element;
    for (int i = index.length - 1; i >= 0; i--) {
      index[i] = piece.offset()[i] + rest % piece.shape()[i];
      rest /= piece.shape()[i];
    }
    return List.of(index);
  }

  private static double product(long[] lengths) {
    return Arrays.stream(lengths).asDoubleStream().reduce(1, (a, b) -> a * b);
  }

  @Property(tries = 300)
  void thereAreAsManyPiecesAsAskedForOrAsUnits(
      @ForAll("divisions") Division division, @ForAll @IntRange(min = 1, max = 200) int count) {
    int units = division.pieces(Schedule.STATIC, Integer.MAX_VALUE, Double.MAX_VALUE).size();
    assertThat(division.pieces(Schedule.STATIC, count, Double.MAX_VALUE))
        .hasSize(Math.min(count, units));
    assertThat(division.pieces(Schedule.STATIC, 1, 0)).hasSize(units);
  }

  @Property(tries = 300)
  void theHaloReachesAsFarAsTheArrayDoes(@ForAll("divisions") Division division) {
    for (Piece piece : division.pieces(Schedule.guided(2), 2, Double.MAX_VALUE)) {
      for (int i = 0; i < division.unit().length; i++) {
        long start = piece.offset()[i];
        long end = start + piece.shape()[i];
        long readEnd = piece.readOffset()[i] + piece.readShape()[i];
        assertThat(piece.readOffset()[i]).isEqualTo(Math.max(0, start - division.halo()[i]));
        assertThat(readEnd).isEqualTo(Math.min(division.arrayShape()[i], end + division.halo()[i]));
      }
    }
  }

  @Property(tries = 300)
  void noPieceIsLargerThanTheBoundUnlessItIsOneUnit(
      @ForAll("divisions") Division division, @ForAll @IntRange(min = 1, max = 500) int most) {
    for (Schedule schedule : SCHEDULES) {
      for (Piece piece : division.pieces(schedule, 2, most)) {
        int read = Arrays.stream(piece.readShape()).reduce(1, (a, b) -> a * b);
        assertThat(read <= most || isOneUnit(piece, division.unit())).isTrue();
      }
    }
  }

  private static boolean isOneUnit(Piece piece, int[] unit) {
    return IntStream.range(0, unit.length)
        .allMatch(
            i ->
                piece.offset()[i] / unit[i]
                    == (piece.offset()[i] + piece.shape()[i] - 1) / unit[i]);
  }

  private static List<Integer> chunksOfPieces(Schedule schedule, int workers) {
    long[] shape = {3_200, 3_200};
    return new Division(shape, new long[2], shape, new int[] {100, 100}, new int[2])
        .pieces(schedule, workers, Double.MAX_VALUE).stream()
            .map(piece -> piece.shape()[0] * piece.shape()[1] / 10_000)
            .toList();
  }

  @Test
  void staticPiecesAreAsManyAsWorkersAndEqual() {
    assertThat(chunksOfPieces(Schedule.STATIC, 4)).containsExactly(256, 256, 256, 256);
    assertThat(chunksOfPieces(Schedule.STATIC, 3)).hasSize(3).allMatch(n -> n >= 336 && n <= 352);
  }

  @Test
  void guidedPiecesAreTwentyForEachWorkerAndAboutEqual() {
    List<Integer> pieces = chunksOfPieces(Schedule.GUIDED, 4);
    assertThat(pieces).hasSize(80).allMatch(n -> n >= 8 && n <= 20);
  }

  @Test
  void dynamicPiecesShrinkToOneChunk() {
    List<Integer> pieces = chunksOfPieces(Schedule.DYNAMIC, 4);
    assertThat(pieces.get(0)).isBetween(100, 160);
    assertThat(pieces.get(pieces.size() - 1)).isEqualTo(1);
    assertThat(pieces).hasSizeBetween(24, 60);
  }

  @Test
  void thereAreNoMorePiecesThanChunks() {
    long[] shape = {5};
    Division division = new Division(shape, new long[1], shape, new int[] {2}, new int[1]);
    assertThat(division.pieces(Schedule.GUIDED, 16, Double.MAX_VALUE)).hasSize(3);
  }

  @Test
  void nothingIsNoPiece() {
    long[] shape = {0, 7};
    Division division = new Division(shape, new long[2], shape, new int[] {2, 2}, new int[2]);
    assertThat(division.pieces(Schedule.STATIC, 2, 100)).isEmpty();
  }
}
