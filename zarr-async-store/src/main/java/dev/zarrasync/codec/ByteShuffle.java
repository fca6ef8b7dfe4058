package dev.zarrasync.codec;

/**
 * Blosc's byte shuffle: the first bytes of all elements, then the second ones and so on. The bytes
 * after the last whole element stay where they are.
 */
final class ByteShuffle implements BloscFilter {

  private final int typesize;

  ByteShuffle(int typesize) {
    this.typesize = typesize;
  }

  @Override
  public void apply(Slice raw, byte[] filtered) {
    int elements = raw.length / typesize;
    for (int b = 0; b < typesize; b++) {
      for (int i = 0; i < elements; i++) {
        filtered[b * elements + i] = raw.array[raw.offset + i * typesize + b];
      }
    }
    int whole = elements * typesize;
    System.arraycopy(raw.array, raw.offset + whole, filtered, whole, raw.length - whole);
  }

  @Override
  public void revert(byte[] filtered, Slice raw) {
    int elements = raw.length / typesize;
    switch (typesize) {
      case 2 -> revertShorts(filtered, raw.array, raw.offset, elements);
      case 4 -> revertInts(filtered, raw.array, raw.offset, elements);
      case 8 -> revertLongs(filtered, raw.array, raw.offset, elements);
      default -> revertBytes(filtered, raw, elements);
    }
    int whole = elements * typesize;
    System.arraycopy(filtered, whole, raw.array, raw.offset + whole, raw.length - whole);
  }

  private void revertBytes(byte[] filtered, Slice raw, int elements) {
    for (int b = 0; b < typesize; b++) {
      for (int i = 0; i < elements; i++) {
        raw.array[raw.offset + i * typesize + b] = filtered[b * elements + i];
      }
    }
  }

  private static void revertShorts(byte[] filtered, byte[] raw, int offset, int elements) {
    for (int i = 0; i < elements; i++) {
      int value = (filtered[i] & 0xff) | (filtered[elements + i] << 8);
      LittleEndian.putShort(raw, offset + 2 * i, (short) value);
    }
  }

  private static void revertInts(byte[] filtered, byte[] raw, int offset, int elements) {
    for (int i = 0; i < elements; i++) {
      LittleEndian.putInt(raw, offset + 4 * i, gather(filtered, i, elements));
    }
  }

  private static void revertLongs(byte[] filtered, byte[] raw, int offset, int elements) {
    for (int i = 0; i < elements; i++) {
      long low = Integer.toUnsignedLong(gather(filtered, i, elements));
      long high = gather(filtered, i + 4 * elements, elements);
      LittleEndian.putLong(raw, offset + 8 * i, low | (high << 32));
    }
  }

  private static int gather(byte[] bytes, int start, int step) {
    return (bytes[start] & 0xff)
        | (bytes[start + step] & 0xff) << 8
        | (bytes[start + 2 * step] & 0xff) << 16
        | (bytes[start + 3 * step] << 24);
  }
}
