package dev.zarrasync.codec;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/**
 * The elements of a raw chunk, to be copied to and from Java arrays.
 *
 * <p>An array may be of any primitive type but boolean. Where its type isn't the elements' own
 * {@linkplain ElementType#javaType() Java type}, each value is cast as Java does, which is what
 * JZarr and {@code ucar.ma2} do: 300 becomes the byte 44, -1.5 the int -1.
 *
 * <p>It is a view: it keeps the bytes it is given. Copies of distinct parts may run at once in many
 * threads.
 */
public final class ChunkBytes {

  private final ElementType type;
  private final int elements;
  private final ByteBuffer bytes;
  private final Buffer view;

  /**
   * Makes a view of raw bytes.
   *
   * @param raw the raw chunk
   * @param type the type of its elements
   * @param order the byte order of its elements
   * @throws IllegalArgumentException if {@code raw} does not hold whole elements
   */
  public ChunkBytes(byte[] raw, ElementType type, ByteOrder order) {
    this(ByteBuffer.wrap(raw), type, order);
  }

  /**
   * Makes a view of a part of a raw chunk, which starts anywhere in an array.
   *
   * @param raw the part, from the buffer's position to its limit
   * @param type the type of its elements
   * @param order the byte order of its elements
   * @throws IllegalArgumentException if {@code raw} does not hold whole elements
   */
  public ChunkBytes(ByteBuffer raw, ElementType type, ByteOrder order) {
    if (raw.remaining() % type.size() != 0) {
      throw new IllegalArgumentException(
          "A raw chunk of %d bytes does not hold whole elements of type %s"
              .formatted(raw.remaining(), type));
    }
    this.type = type;
    this.elements = raw.remaining() / type.size();
    this.bytes = raw.slice().order(order);
    this.view =
        switch (type) {
          case F8 -> bytes.asDoubleBuffer();
          case F4 -> bytes.asFloatBuffer();
          case I8 -> bytes.asLongBuffer();
          case I4, U4 -> bytes.asIntBuffer();
          case I2, U2 -> bytes.asShortBuffer();
          case I1, U1 -> bytes;
        };
  }

  /**
   * Copies consecutive elements to an array.
   *
   * @param element the first element, from 0
   * @param array the array
   * @param index the index of the first element in {@code array}
   * @param count how many elements
   * @throws IllegalArgumentException if {@code array} isn't of a supported type
   * @throws IndexOutOfBoundsException if the chunk or the array is too short
   */
  public void copyTo(int element, Object array, int index, int count) {
    checkBounds(element, array, index, count);
    if (array instanceof double[] a && view instanceof DoubleBuffer v) {
      v.get(element, a, index, count);
    } else if (array instanceof float[] a && view instanceof FloatBuffer v) {
      v.get(element, a, index, count);
    } else if (array instanceof long[] a && view instanceof LongBuffer v) {
      v.get(element, a, index, count);
    } else if (array instanceof int[] a && view instanceof IntBuffer v) {
      v.get(element, a, index, count);
    } else if (array instanceof short[] a && view instanceof ShortBuffer v) {
      v.get(element, a, index, count);
    } else if (array instanceof byte[] a && view instanceof ByteBuffer v) {
      v.get(element, a, index, count);
    } else {
      castTo(element, array, index, count);
    }
  }

  /**
   * Copies from an array to consecutive elements.
   *
   * @param element the first element, from 0
   * @param array the array
   * @param index the index of the first element in {@code array}
   * @param count how many elements
   * @throws IllegalArgumentException if {@code array} isn't of a supported type
   * @throws IndexOutOfBoundsException if the chunk or the array is too short
   */
  public void copyFrom(int element, Object array, int index, int count) {
    checkBounds(element, array, index, count);
    if (array instanceof double[] a && view instanceof DoubleBuffer v) {
      v.put(element, a, index, count);
    } else if (array instanceof float[] a && view instanceof FloatBuffer v) {
      v.put(element, a, index, count);
    } else if (array instanceof long[] a && view instanceof LongBuffer v) {
      v.put(element, a, index, count);
    } else if (array instanceof int[] a && view instanceof IntBuffer v) {
      v.put(element, a, index, count);
    } else if (array instanceof short[] a && view instanceof ShortBuffer v) {
      v.put(element, a, index, count);
    } else if (array instanceof byte[] a && view instanceof ByteBuffer v) {
      v.put(element, a, index, count);
    } else {
      castFrom(element, array, index, count);
    }
  }

  private void checkBounds(int element, Object array, int index, int count) {
    Objects.checkFromIndexSize(element, count, elements);
    Objects.checkFromIndexSize(index, count, Casts.lengthOf(array));
  }

  private void castTo(int element, Object array, int index, int count) {
    int start = element * type.size();
    switch (type) {
      case F8 -> Casts.storeDoubles(i -> bytes.getDouble(start + 8 * i), array, index, count);
      case F4 -> Casts.storeDoubles(i -> bytes.getFloat(start + 4 * i), array, index, count);
      case I8 -> Casts.storeLongs(i -> bytes.getLong(start + 8 * i), array, index, count);
      case I4, U4 -> Casts.storeLongs(i -> bytes.getInt(start + 4 * i), array, index, count);
      case I2, U2 -> Casts.storeLongs(i -> bytes.getShort(start + 2 * i), array, index, count);
      case I1, U1 -> Casts.storeLongs(i -> bytes.get(start + i), array, index, count);
    }
  }

  private void castFrom(int element, Object array, int index, int count) {
    if (array instanceof double[] a) {
      putDoubles(i -> a[index + i], element, count);
    } else if (array instanceof float[] a) {
      putDoubles(i -> a[index + i], element, count);
    } else if (array instanceof long[] a) {
      putLongs(i -> a[index + i], element, count);
    } else if (array instanceof int[] a) {
      putLongs(i -> a[index + i], element, count);
    } else if (array instanceof short[] a) {
      putLongs(i -> a[index + i], element, count);
    } else if (array instanceof byte[] a) {
      putLongs(i -> a[index + i], element, count);
    } else if (array instanceof char[] a) {
      putLongs(i -> a[index + i], element, count);
    }
  }

  private void putDoubles(IntToDoubleFunction values, int element, int count) {
    for (int i = 0; i < count; i++) {
      int position = (element + i) * type.size();
      double value = values.applyAsDouble(i);
      switch (type) {
        case F8 -> bytes.putDouble(position, value);
        case F4 -> bytes.putFloat(position, (float) value);
        case I8 -> bytes.putLong(position, (long) value);
        case I4, U4 -> bytes.putInt(position, (int) value);
        case I2, U2 -> bytes.putShort(position, (short) value);
        case I1, U1 -> bytes.put(position, (byte) value);
      }
    }
  }

  private void putLongs(IntToLongFunction values, int element, int count) {
    for (int i = 0; i < count; i++) {
      int position = (element + i) * type.size();
      long value = values.applyAsLong(i);
      switch (type) {
        case F8 -> bytes.putDouble(position, (double) value);
        case F4 -> bytes.putFloat(position, (float) value);
        case I8 -> bytes.putLong(position, value);
        case I4, U4 -> bytes.putInt(position, (int) value);
        case I2, U2 -> bytes.putShort(position, (short) value);
        case I1, U1 -> bytes.put(position, (byte) value);
      }
    }
  }
}
