package dev.zarrasync.cli;

import com.bc.zarr.DataType;
import java.lang.reflect.Array;

/**
 * The elements of a region as numbers. Java has no unsigned types: the bits are those of the signed
 * ones.
 *
 * @param type the type of the elements
 * @param array an array of the Java type
 */
record Elements(DataType type, Object array) {

  int count() {
    return Array.getLength(array);
  }

  double get(int index) {
    return switch (type) {
      case u1 -> Byte.toUnsignedInt(Array.getByte(array, index));
      case u2 -> Short.toUnsignedInt(Array.getShort(array, index));
      case u4 -> Integer.toUnsignedLong(Array.getInt(array, index));
      default -> Array.getDouble(array, index);
    };
  }

  /** Returns what an element has that was filled with a value. */
  static double filled(DataType type, Number fill) {
    return switch (type) {
      case u1 -> fill.intValue() & 0xff;
      case u2 -> fill.intValue() & 0xffff;
      case u4 -> fill.longValue() & 0xffffffffL;
      case f4 -> fill.floatValue();
      default -> fill.doubleValue();
    };
  }
}
