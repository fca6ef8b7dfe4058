package dev.zarrasync.cli;

import dev.zarrasync.codec.DataType;
import dev.zarrasync.hierarchy.AsyncArray;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;

/**
 * Writes elements as their bytes, the lowest of each number first. What is in raw elements and in
 * structures is not known: it is written as it is stored.
 *
 * @param type the type of the elements
 */
record LittleEndianWriter(DataType type, OutputStream out) implements ElementWriter {

  @Override
  public AsyncArray source(AsyncArray array) {
    return array.bytes();
  }

  @Override
  public void write(Object elements) throws IOException {
    byte[] bytes = (byte[]) elements;
    if (type.order() == ByteOrder.BIG_ENDIAN) {
      reverseEach(bytes, numberSize());
    }
    out.write(bytes);
  }

  private int numberSize() {
    return switch (type.kind()) {
      case COMPLEX -> type.size() / 2;
      case FIXED_STRING -> Integer.BYTES;
      case TERMINATED_BYTES, RAW -> 1;
      default -> type.size();
    };
  }

  private static void reverseEach(byte[] bytes, int size) {
    for (int start = 0; start < bytes.length; start += size) {
      for (int low = start, high = start + size - 1; low < high; low++, high--) {
        byte swapped = bytes[low];
        bytes[low] = bytes[high];
        bytes[high] = swapped;
      }
    }
  }
}
