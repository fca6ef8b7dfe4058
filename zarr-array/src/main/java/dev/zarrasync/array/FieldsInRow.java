package dev.zarrasync.array;

import dev.zarrasync.codec.DataType;
import dev.zarrasync.codec.DataType.Field;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the fields of a structure, which follow each other without a gap. */
final class FieldsInRow {

  private final List<Field> fields = new ArrayList<>();
  private long size;

  /**
   * Adds a field.
   *
   * @param name its name; what has none is there for alignment alone
   * @param shape of its elements; empty for one
   * @return whether such a structure can be
   */
  boolean add(String name, DataType type, List<Integer> shape) {
    double bytes = type.size();
    for (int length : shape) {
      bytes *= length;
    }
    if (!type.isFixed() || size + bytes > Integer.MAX_VALUE) {
      return false;
    }
    if (!name.isEmpty()) {
      fields.add(new Field(name, type, (int) size, shape));
    }
    size += (long) bytes;
    return true;
  }

  /** Returns the structure, or null if its elements have no bytes. */
  @Nullable DataType type(ByteOrder order) {
    return size == 0 ? null : new DataType(DataType.Kind.RAW, (int) size, order, fields);
  }
}
