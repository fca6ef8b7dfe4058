package dev.zarrasync.cli;

import dev.zarrasync.codec.DataType;
import dev.zarrasync.hierarchy.AsyncArray;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Writes elements as comma-separated values (RFC 4180, but lines end in LF): a line for each row,
 * which is what differs in the last index only. An array of one dimension has an element on each
 * line. Strings are quoted, bytes are in hexadecimal, times in ISO 8601.
 */
final class CsvWriter implements ElementWriter {

  private static final int CHARACTERS_AT_ONCE = 1 << 13;

  private final DataType type;
  private final Timestamps times;
  private final long rowLength;
  private final OutputStream out;
  private final StringBuilder text = new StringBuilder();
  private long column;

  CsvWriter(DataType type, NumpyType numpy, long[] shape, OutputStream out) {
    this.type = type;
    this.times = Timestamps.of(numpy);
    this.rowLength = shape.length < 2 ? 1 : shape[shape.length - 1];
    this.out = out;
  }

  @Override
  public AsyncArray source(AsyncArray array) {
    return array;
  }

  @Override
  public void write(Object elements) throws IOException {
    int count = Array.getLength(elements) / Elements.lengthOf(type);
    for (int i = 0; i < count; i++) {
      append(elements, i);
      column = (column + 1) % rowLength;
      text.append(column == 0 ? '\n' : ',');
      if (text.length() >= CHARACTERS_AT_ONCE) {
        flush();
      }
    }
    flush();
  }

  private void flush() throws IOException {
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    text.setLength(0);
  }

  private void append(Object elements, int i) {
    switch (type.kind()) {
      case UNSIGNED -> text.append(unsigned(elements, i));
      case COMPLEX -> appendComplex(Array.get(elements, 2 * i), Array.get(elements, 2 * i + 1));
      case TIME -> text.append(times.time(Array.getLong(elements, i)));
      case DURATION -> text.append(times.duration(Array.getLong(elements, i)));
      case TERMINATED_BYTES, FIXED_STRING, STRING -> appendQuoted(((String[]) elements)[i]);
      case RAW -> {
        int start = i * type.size();
        text.append(HexFormat.of().formatHex((byte[]) elements, start, start + type.size()));
      }
      case BYTES -> {
        byte[] bytes = ((byte[][]) elements)[i];
        // A line without anything is no element to many readers.
        text.append(bytes.length == 0 ? "\"\"" : HexFormat.of().formatHex(bytes));
      }
      case BOOLEAN, SIGNED, FLOATING -> text.append(Array.get(elements, i));
    }
  }

  /** Java has no unsigned types: the bits are those of the signed one. */
  private String unsigned(Object elements, int i) {
    return switch (type.size()) {
      case 1 -> Integer.toString(Byte.toUnsignedInt(Array.getByte(elements, i)));
      case 2 -> Integer.toString(Short.toUnsignedInt(Array.getShort(elements, i)));
      case 4 -> Integer.toUnsignedString(Array.getInt(elements, i));
      default -> Long.toUnsignedString(Array.getLong(elements, i));
    };
  }

  /** As Python takes it: 1.5-2.0j. */
  private void appendComplex(Object real, Object imaginary) {
    String part = imaginary.toString();
    text.append(real).append(part.startsWith("-") ? "" : "+").append(part).append('j');
  }

  private void appendQuoted(String string) {
    text.append('"').append(string.replace("\"", "\"\"")).append('"');
  }
}
