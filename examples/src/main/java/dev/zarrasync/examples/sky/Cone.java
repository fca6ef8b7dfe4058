package dev.zarrasync.examples.sky;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A circle on the sky.
 *
 * @param centre its centre
 * @param radius the angle from there to its border
 */
record Cone(Direction centre, double radius) {

  /**
   * Finds the cells that may touch the circle, in the order of their numbers: none that does is
   * left out, but a few beside it are among them.
   */
  List<Cell> cells(int order) {
    return LongStream.range(0, 12)
        .mapToObj(base -> new Cell(0, base))
        .flatMap(base -> within(base, order))
        .toList();
  }

  private Stream<Cell> within(Cell cell, int order) {
    if (!mayTouch(cell)) {
      return Stream.empty();
    }
    return cell.order() == order
        ? Stream.of(cell)
        : cell.children().stream().flatMap(child -> within(child, order));
  }

  /** No point of a cell is farther from its centre than the farthest corner. */
  private boolean mayTouch(Cell cell) {
    Direction middle = cell.centre();
    double reach = cell.corners().stream().mapToDouble(middle::angleTo).max().orElseThrow();
    return centre.angleTo(middle) <= radius + reach;
  }
}
