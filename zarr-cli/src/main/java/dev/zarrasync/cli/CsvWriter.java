package dev.zarrasync.cli;

import com.bc.zarr.DataType;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;

/**
 * Writes elements as comma-separated values (RFC 4180): a line for each row, which is what differs
 * in the last index only. An array of one dimension has an element on each line.
 */
final class CsvWriter implements RegionWriter {

  private final DataType type;
  private final int rowLength;
  private final OutputStream out;

  CsvWriter(DataType type, int[] shape, OutputStream out) {
    this.type = type;
    this.rowLength = shape.length == 1 ? 1 : shape[shape.length - 1];
    this.out = out;
  }

  @Override
  public void write(Object elements) throws IOException {
    int length = Array.getLength(elements);
    for (int row = 0; row < length; row += rowLength) {
      StringBuilder line = new StringBuilder();
      for (int i = row; i < row + rowLength; i++) {
        line.append(i == row ? "" : ",").append(text(elements, i));
      }
      out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Java has no unsigned types: the bits are those of the signed one. */
  private String text(Object elements, int index) {
    return switch (type) {
      case u1 -> Integer.toString(Byte.toUnsignedInt(Array.getByte(elements, index)));
      case u2 -> Integer.toString(Short.toUnsignedInt(Array.getShort(elements, index)));
      case u4 -> Integer.toUnsignedString(Array.getInt(elements, index));
      default -> Array.get(elements, index).toString();
    };
  }
}
