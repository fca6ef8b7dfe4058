package dev.zarrasync.cli;

import dev.zarrasync.codec.DataType;
import java.lang.reflect.Array;

/**
 * The elements of a region as numbers. Java has no unsigned types: the bits are those of the signed
 * ones.
 *
 * @param type the type of the elements, one of numbers or truths
 * @param array a region as it was read
 */
record Elements(DataType type, Object array) {

  static boolean areNumbers(DataType type) {
    return switch (type.kind()) {
      case BOOLEAN, SIGNED, UNSIGNED, FLOATING -> true;
      default -> false;
    };
  }

  /** Returns how much of a Java array an element is, as {@code AsyncArray} reads it. */
  static int lengthOf(DataType type) {
    return switch (type.kind()) {
      case RAW -> type.size();
      case COMPLEX -> 2;
      default -> 1;
    };
  }

  int count() {
    return Array.getLength(array);
  }

  double get(int index) {
    return switch (type.kind()) {
      case BOOLEAN -> Array.getBoolean(array, index) ? 1 : 0;
      case UNSIGNED -> unsigned(index);
      default -> Array.getDouble(array, index);
    };
  }

  private double unsigned(int index) {
    double number = Array.getDouble(array, index);
    return number < 0 ? number + Math.scalb(1.0, Byte.SIZE * type.size()) : number;
  }
}
