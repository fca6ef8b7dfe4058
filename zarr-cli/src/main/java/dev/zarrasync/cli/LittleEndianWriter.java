package dev.zarrasync.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes elements as their bytes, the lowest first. */
final class LittleEndianWriter implements RegionWriter {

  private static final int ELEMENTS_AT_ONCE = 1 << 13;

  private final OutputStream out;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(ELEMENTS_AT_ONCE * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  LittleEndianWriter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(Object elements) throws IOException {
    int length = Array.getLength(elements);
    for (int start = 0; start < length; start += ELEMENTS_AT_ONCE) {
      int bytes = put(elements, start, Math.min(ELEMENTS_AT_ONCE, length - start));
      out.write(buffer.array(), 0, bytes);
    }
  }

  /** Returns how many bytes the buffer then has. */
  private int put(Object elements, int start, int count) {
    if (elements instanceof byte[] bytes) {
      buffer.put(0, bytes, start, count);
      return count;
    }
    if (elements instanceof short[] shorts) {
      buffer.asShortBuffer().put(shorts, start, count);
      return count * Short.BYTES;
    }
    if (elements instanceof int[] ints) {
      buffer.asIntBuffer().put(ints, start, count);
      return count * Integer.BYTES;
    }
    if (elements instanceof long[] longs) {
      buffer.asLongBuffer().put(longs, start, count);
      return count * Long.BYTES;
    }
    if (elements instanceof float[] floats) {
      buffer.asFloatBuffer().put(floats, start, count);
      return count * Float.BYTES;
    }
    buffer.asDoubleBuffer().put((double[]) elements, start, count);
    return count * Double.BYTES;
  }
}
