package dev.zarrasync.array;

import java.lang.reflect.Array;

/**
 * Stores values in primitive arrays of any type as a Java cast does. Every integer type goes
 * through long and every floating type through double, which changes no result.
 */
final class Casts {

  private Casts() {}

  /** Returns the length of a supported array: of any primitive type but boolean. */
  static int lengthOf(Object array) {
    Class<?> type = array.getClass().componentType();
    if (type == null || !type.isPrimitive() || type == boolean.class) {
      throw new IllegalArgumentException(
          "Elements cannot be copied between a chunk and a "
              + array.getClass().getSimpleName()
              + ", only an array of a primitive type but boolean");
    }
    return Array.getLength(array);
  }

  /** Copies values from one array to another. */
  static void copy(Object from, int start, Object to, int index, int count) {
    for (int i = 0; i < count; i++) {
      if (from instanceof double[] a) {
        store(a[start + i], to, index + i);
      } else if (from instanceof float[] a) {
        store((double) a[start + i], to, index + i);
      } else if (from instanceof long[] a) {
        store(a[start + i], to, index + i);
      } else if (from instanceof int[] a) {
        store((long) a[start + i], to, index + i);
      } else if (from instanceof short[] a) {
        store((long) a[start + i], to, index + i);
      } else if (from instanceof byte[] a) {
        store((long) a[start + i], to, index + i);
      } else {
        store((long) ((char[]) from)[start + i], to, index + i);
      }
    }
  }

  static void store(long value, Object array, int index) {
    if (array instanceof double[] a) {
      a[index] = (double) value;
    } else if (array instanceof float[] a) {
      a[index] = (float) value;
    } else if (array instanceof long[] a) {
      a[index] = value;
    } else if (array instanceof int[] a) {
      a[index] = (int) value;
    } else if (array instanceof short[] a) {
      a[index] = (short) value;
    } else if (array instanceof byte[] a) {
      a[index] = (byte) value;
    } else {
      ((char[]) array)[index] = (char) value;
    }
  }

  static void store(double value, Object array, int index) {
    if (array instanceof double[] a) {
      a[index] = value;
    } else if (array instanceof float[] a) {
      a[index] = (float) value;
    } else if (array instanceof long[] a) {
      a[index] = (long) value;
    } else if (array instanceof int[] a) {
      a[index] = (int) value;
    } else if (array instanceof short[] a) {
      a[index] = (short) value;
    } else if (array instanceof byte[] a) {
      a[index] = (byte) value;
    } else {
      ((char[]) array)[index] = (char) value;
    }
  }
}
