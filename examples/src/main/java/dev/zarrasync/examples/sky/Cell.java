package dev.zarrasync.examples.sky;

import java.util.List;
import java.util.stream.LongStream;

/**
 * A cell of the HEALPix grid in the nested scheme: its number is that of the base cell, followed by
 * two bits for each order, which say in which quarter it is (Górski et al. 2005, section 4).
 *
 * @param order how often the base cells are quartered, from 0 to 29
 * @param npix the number, from 0 to 12 · 4<sup>order</sup> - 1
 */
record Cell(int order, long npix) implements Comparable<Cell> {

  static final int MAX_ORDER = 29;

  Cell {
    if (order < 0 || order > MAX_ORDER) {
      throw new IllegalArgumentException("No HEALPix order: " + order);
    }
    if (npix < 0 || npix >= 12L << (2 * order)) {
      throw new IllegalArgumentException("There is no cell " + npix + " at order " + order);
    }
  }

  /** Finds the cell of a direction. On a border, one of its cells. */
  static Cell of(Direction direction, int order) {
    BasePoint point = BasePoint.of(direction);
    long inBase = spread(index(point.x(), order)) | (spread(index(point.y(), order)) << 1);
    return new Cell(order, ((long) point.base() << (2 * order)) | inBase);
  }

  private static int index(double coordinate, int order) {
    int side = 1 << order;
    return Math.max(0, Math.min(side - 1, (int) (coordinate * side)));
  }

  Direction centre() {
    return at(0.5, 0.5);
  }

  /** Returns the corners: south, east, north and west. */
  List<Direction> corners() {
    return List.of(at(0, 0), at(1, 0), at(1, 1), at(0, 1));
  }

  private Direction at(double right, double left) {
    double side = 1 << order;
    int base = (int) (npix >> (2 * order));
    return new BasePoint(base, (x() + right) / side, (y() + left) / side).direction();
  }

  /** Counts the cells of this order up to the south-west edge of the base cell. */
  int x() {
    return gather(npix);
  }

  /** Counts the cells of this order up to the south-east edge of the base cell. */
  int y() {
    return gather(npix >> 1);
  }

  /** Returns the cell of an order that this cell is part of. */
  Cell ancestor(int ancestorOrder) {
    return new Cell(ancestorOrder, npix >> (2 * (order - ancestorOrder)));
  }

  List<Cell> children() {
    return LongStream.range(4 * npix, 4 * npix + 4).mapToObj(n -> new Cell(order + 1, n)).toList();
  }

  /** Puts the bits of a number into the even places. */
  private static long spread(long bits) {
    long spread = bits;
    spread = (spread | (spread << 16)) & 0x0000ffff0000ffffL;
    spread = (spread | (spread << 8)) & 0x00ff00ff00ff00ffL;
    spread = (spread | (spread << 4)) & 0x0f0f0f0f0f0f0f0fL;
    spread = (spread | (spread << 2)) & 0x3333333333333333L;
    return (spread | (spread << 1)) & 0x5555555555555555L;
  }

  /** Takes the bits in the even places, without those of the base cell. */
  private int gather(long bits) {
    long gathered = bits & 0x5555555555555555L;
    gathered = (gathered | (gathered >> 1)) & 0x3333333333333333L;
    gathered = (gathered | (gathered >> 2)) & 0x0f0f0f0f0f0f0f0fL;
    gathered = (gathered | (gathered >> 4)) & 0x00ff00ff00ff00ffL;
    gathered = (gathered | (gathered >> 8)) & 0x0000ffff0000ffffL;
    gathered = (gathered | (gathered >> 16)) & 0x00000000ffffffffL;
    return (int) gathered & ((1 << order) - 1);
  }

  @Override
  public int compareTo(Cell other) {
    return order != other.order
        ? Integer.compare(order, other.order)
        : Long.compare(npix, other.npix);
  }
}
