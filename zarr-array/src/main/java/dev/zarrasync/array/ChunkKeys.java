package dev.zarrasync.array;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.RandomAccess;

/** The keys of the first chunks of a selection, but some. Each is made when it is asked for. */
final class ChunkKeys extends AbstractList<String> implements RandomAccess, Serializable {

  private static final long serialVersionUID = 1L;

  private final Selection parts;
  private final int end;
  private final int[] without;

  /**
   * @param end how many chunks to take
   * @param without the numbers of those to leave out, ascending
   */
  ChunkKeys(Selection parts, int end, int[] without) {
    this.parts = parts;
    this.end = end;
    this.without = without;
  }

  @Override
  public String get(int index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException("Index " + index + " of " + size());
    }
    int number = index;
    for (int i = 0; i < without.length && without[i] <= number; i++) {
      number++;
    }
    return parts.item(number).key();
  }

  @Override
  public int size() {
    return end - without.length;
  }
}
