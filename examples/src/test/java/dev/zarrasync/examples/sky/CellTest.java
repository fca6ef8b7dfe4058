package dev.zarrasync.examples.sky;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CellTest {

  private static final double TOLERANCE = 1e-11;

  @Test
  void centresAreThoseOfOtherImplementations() {
    for (Reference line : Reference.read("cells.csv")) {
      Cell cell = new Cell(line.integer(0), line.integer(1));

      assertThat(cell.centre().angleTo(line.direction(2))).as("%s", cell).isLessThan(TOLERANCE);
    }
  }

  @Test
  void cornersAreThoseOfOtherImplementations() {
    for (Reference line : Reference.read("cells.csv")) {
      Cell cell = new Cell(line.integer(0), line.integer(1));

      List<Direction> corners = cell.corners();
      for (int i = 0; i < 4; i++) {
        assertThat(corners.get(i).angleTo(line.direction(4 + 2 * i)))
            .as("%s, corner %d", cell, i)
            .isLessThan(TOLERANCE);
      }
    }
  }

  /** At the poles, the equator, on the borders of base cells, a hair beside them, and anywhere. */
  @Test
  void theCellOfADirectionIsThatOfOtherImplementations() {
    for (Reference line : Reference.read("directions.csv")) {
      Cell cell = new Cell(line.integer(2), line.integer(3));

      assertThat(Cell.of(line.direction(0), cell.order())).as("%s", line).isEqualTo(cell);
    }
  }

  @Test
  void allCellsOfSmallOrdersHaveTheirCentreInThem() {
    for (int order = 0; order <= 5; order++) {
      for (long npix = 0; npix < 12L << (2 * order); npix++) {
        Cell cell = new Cell(order, npix);
        assertThat(Cell.of(cell.centre(), order)).isEqualTo(cell);
      }
    }
  }

  @Property
  void aCellHasItsCentreInIt(@ForAll("cells") Cell cell) {
    assertThat(Cell.of(cell.centre(), cell.order())).isEqualTo(cell);
  }

  @Property
  void aCellIsTheAncestorOfTheCellsInIt(
      @ForAll("directions") Direction direction, @ForAll @IntRange(max = 12) int order) {
    Cell deep = Cell.of(direction, Cell.MAX_ORDER);

    assertThat(deep.ancestor(order)).isEqualTo(Cell.of(direction, order));
  }

  @Property
  void childrenHaveTheirParentAndAreInIt(@ForAll("cells") Cell cell) {
    assertThat(cell.children()).hasSize(4).allMatch(c -> c.ancestor(cell.order()).equals(cell));
    assertThat(cell.children())
        .allSatisfy(c -> assertThat(Cell.of(c.centre(), cell.order())).isEqualTo(cell));
  }

  @Property
  void noPointOfACellIsFartherFromItsCentreThanACorner(
      @ForAll("directions") Direction direction, @ForAll @IntRange(max = 12) int order) {
    Cell cell = Cell.of(direction, order);
    Direction centre = cell.centre();
    double reach = cell.corners().stream().mapToDouble(centre::angleTo).max().orElseThrow();

    assertThat(centre.angleTo(direction)).isLessThanOrEqualTo(reach + TOLERANCE);
  }

  @Property(tries = 200)
  void theCellsOfACircleCoverIt(
      @ForAll("directions") Direction centre,
      @ForAll("directions") Direction direction,
      @ForAll @IntRange(max = 4) int order) {
    Cone cone = new Cone(centre, centre.angleTo(direction) + TOLERANCE);

    assertThat(cone.cells(order)).contains(Cell.of(direction, order), Cell.of(centre, order));
  }

  @Test
  void theCellsOfTheWholeSkyAreAll() {
    SortedSet<Cell> all = new TreeSet<>();
    LongStream.range(0, 12 * 64).forEach(npix -> all.add(new Cell(3, npix)));

    assertThat(new Cone(Direction.ofDegrees(10, 20), Math.PI).cells(3))
        .containsExactlyElementsOf(all);
  }

  @Test
  void aSmallCircleHasFewCells() {
    Cell cell = new Cell(8, 123_456);

    assertThat(new Cone(cell.centre(), 1e-9).cells(8)).hasSizeLessThanOrEqualTo(5).contains(cell);
  }

  @Test
  void aCellThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new Cell(2, 12 * 16)).hasMessageContaining("no cell 192 at order 2");
    assertThatThrownBy(() -> new Cell(30, 0)).hasMessageContaining("30");
  }

  @Provide
  Arbitrary<Cell> cells() {
    return Arbitraries.integers()
        .between(0, 12)
        .flatMap(
            order ->
                Arbitraries.longs()
                    .between(0, (12L << (2 * order)) - 1)
                    .map(npix -> new Cell(order, npix)));
  }

  @Provide
  Arbitrary<Direction> directions() {
    return Combinators.combine(
            Arbitraries.doubles().between(-400, 400), Arbitraries.doubles().between(-90, 90))
        .as(Direction::ofDegrees);
  }
}
