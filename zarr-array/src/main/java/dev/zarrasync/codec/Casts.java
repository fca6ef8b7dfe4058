package dev.zarrasync.codec;

import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/**
 * Stores values in primitive arrays of any type as a Java cast does. Every integer type goes
 * through long and every floating type through double, which changes no result.
 */
final class Casts {

  private Casts() {}

  /** Returns the length of a supported array: of any primitive type but boolean. */
  static int lengthOf(Object array) {
    if (array instanceof double[] a) {
      return a.length;
    } else if (array instanceof float[] a) {
      return a.length;
    } else if (array instanceof long[] a) {
      return a.length;
    } else if (array instanceof int[] a) {
      return a.length;
    } else if (array instanceof short[] a) {
      return a.length;
    } else if (array instanceof byte[] a) {
      return a.length;
    } else if (array instanceof char[] a) {
      return a.length;
    }
    throw new IllegalArgumentException(
        "Elements cannot be copied between a chunk and a "
            + array.getClass().getSimpleName()
            + ", only an array of a primitive type but boolean");
  }

  /** Stores the values 0 to {@code count - 1} from {@code index} on. */
  static void storeLongs(IntToLongFunction values, Object array, int index, int count) {
    if (array instanceof double[] a) {
      for (int i = 0; i < count; i++) {
        a[index + i] = (double) values.applyAsLong(i);
      }
    } else if (array instanceof float[] a) {
      for (int i = 0; i < count; i++) {
        a[index + i] = (float) values.applyAsLong(i);
      }
    } else if (array instanceof long[] a) {
      for (int i = 0; i < count; i++) {
        a[index + i] = values.applyAsLong(i);
      }
    } else if (array instanceof int[] a) {
      for (int i = 0; i < count; i++) {
        a[index + i] = (int) values.applyAsLong(i);
      }
    } else if (array instanceof short[] a) {
      for (int i = 0; i < count; i++) {
        a[index + i] = (short) values.applyAsLong(i);
      }
    } else if (array instanceof byte[] a) {
      for (int i = 0; i < count; i++) {
        a[index + i] = (byte) values.applyAsLong(i);
      }
    } else if (array instanceof char[] a) {
      for (int i = 0; i < count; i++) {
        a[index + i] = (char) values.applyAsLong(i);
      }
    }
  }

  /** Stores the values 0 to {@code count - 1} from {@code index} on. */
  static void storeDoubles(IntToDoubleFunction values, Object array, int index, int count) {
    if (array instanceof double[] a) {
      for (int i = 0; i < count; i++) {
        a[index + i] = values.applyAsDouble(i);
      }
    } else if (array instanceof float[] a) {
      for (int i = 0; i < count; i++) {
        a[index + i] = (float) values.applyAsDouble(i);
      }
    } else if (array instanceof long[] a) {
      for (int i = 0; i < count; i++) {
        a[index + i] = (long) values.applyAsDouble(i);
      }
    } else if (array instanceof int[] a) {
      for (int i = 0; i < count; i++) {
        a[index + i] = (int) values.applyAsDouble(i);
      }
    } else if (array instanceof short[] a) {
      for (int i = 0; i < count; i++) {
        a[index + i] = (short) values.applyAsDouble(i);
      }
    } else if (array instanceof byte[] a) {
      for (int i = 0; i < count; i++) {
        a[index + i] = (byte) values.applyAsDouble(i);
      }
    } else if (array instanceof char[] a) {
      for (int i = 0; i < count; i++) {
        a[index + i] = (char) values.applyAsDouble(i);
      }
    }
  }
}
