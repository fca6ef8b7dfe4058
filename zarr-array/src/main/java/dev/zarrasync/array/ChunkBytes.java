package dev.zarrasync.array;

import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Objects;

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
final class ChunkBytes implements JavaElements.Chunk {

  /** So many elements are cast at once. */
  private static final int BLOCK = 1024;

  private final ElementType type;
  private final ByteBuffer raw;
  private final Buffer view;

  ChunkBytes(byte[] raw, ElementType type, ByteOrder order) {
    this(ByteBuffer.wrap(raw), type, order);
  }

  /**
   * Makes a view of a part of a raw chunk, from the buffer's position to its limit.
   *
   * @throws IllegalArgumentException if {@code raw} does not hold whole elements
   */
  ChunkBytes(ByteBuffer raw, ElementType type, ByteOrder order) {
    if (raw.remaining() % type.size() != 0) {
      throw new IllegalArgumentException(
          "A raw chunk of %d bytes does not hold whole elements of type %s"
              .formatted(raw.remaining(), type));
    }
    ByteBuffer bytes = raw.slice().order(order);
    this.raw = raw;
    this.type = type;
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
   * @param array an array of any primitive type but boolean
   * @param index the index of the first element in {@code array}
   * @param count how many elements
   * @throws IllegalArgumentException if {@code array} isn't of a supported type
   * @throws IndexOutOfBoundsException if the chunk or the array is too short
   */
  @Override
  public void copyTo(int element, Object array, int index, int count) {
    checkBounds(element, array, index, count);
    if (isOwnType(array)) {
      get(element, array, index, count);
      return;
    }
    Object own = Array.newInstance(type.javaType(), Math.min(BLOCK, count));
    for (int done = 0; done < count; done += BLOCK) {
      int step = Math.min(BLOCK, count - done);
      get(element + done, own, 0, step);
      Casts.copy(own, 0, array, index + done, step);
    }
  }

  /** Copies from an array to consecutive elements, as {@link #copyTo} does the other way. */
  @Override
  public void copyFrom(int element, Object array, int index, int count) {
    checkBounds(element, array, index, count);
    if (isOwnType(array)) {
      put(element, array, index, count);
      return;
    }
    Object own = Array.newInstance(type.javaType(), Math.min(BLOCK, count));
    for (int done = 0; done < count; done += BLOCK) {
      int step = Math.min(BLOCK, count - done);
      Casts.copy(array, index + done, own, 0, step);
      put(element + done, own, 0, step);
    }
  }

  @Override
  @SuppressWarnings("ByteBufferBackingArray") // Who asks has wrapped a whole array.
  public byte[] raw() {
    return raw.array();
  }

  private void checkBounds(int element, Object array, int index, int count) {
    Objects.checkFromIndexSize(element, count, view.limit());
    Objects.checkFromIndexSize(index, count, Casts.lengthOf(array));
  }

  private boolean isOwnType(Object array) {
    return array.getClass().componentType() == type.javaType();
  }

  private void get(int element, Object array, int index, int count) {
    if (view instanceof DoubleBuffer v) {
      v.get(element, (double[]) array, index, count);
    } else if (view instanceof FloatBuffer v) {
      v.get(element, (float[]) array, index, count);
    } else if (view instanceof LongBuffer v) {
      v.get(element, (long[]) array, index, count);
    } else if (view instanceof IntBuffer v) {
      v.get(element, (int[]) array, index, count);
    } else if (view instanceof ShortBuffer v) {
      v.get(element, (short[]) array, index, count);
    } else {
      ((ByteBuffer) view).get(element, (byte[]) array, index, count);
    }
  }

  private void put(int element, Object array, int index, int count) {
    if (view instanceof DoubleBuffer v) {
      v.put(element, (double[]) array, index, count);
    } else if (view instanceof FloatBuffer v) {
      v.put(element, (float[]) array, index, count);
    } else if (view instanceof LongBuffer v) {
      v.put(element, (long[]) array, index, count);
    } else if (view instanceof IntBuffer v) {
      v.put(element, (int[]) array, index, count);
    } else if (view instanceof ShortBuffer v) {
      v.put(element, (short[]) array, index, count);
    } else {
      ((ByteBuffer) view).put(element, (byte[]) array, index, count);
    }
  }
}
