package dev.zarrasync.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where in a shard its inner chunks are (Zarr v3, "Sharding codec", "Binary shard format"): for
 * each the offset and the length of its bytes, in C order. Immutable.
 */
public final class ShardIndex {

  private static final long ABSENT = -1L;

  private final long[] entries; // Offset and length by turns.

  private ShardIndex(long[] entries) {
    this.entries = entries;
  }

  /**
   * Reads a decoded index.
   *
   * @param objectSize the size of the shard in bytes
   * @throws CorruptChunkException if an inner chunk is not within the shard
   */
  static ShardIndex read(byte[] raw, ByteOrder order, long objectSize)
      throws CorruptChunkException {
    long[] entries = new long[raw.length / Long.BYTES];
    ByteBuffer.wrap(raw).order(order).asLongBuffer().get(entries);
    ShardIndex index = new ShardIndex(entries);
    for (int i = 0; i < index.count(); i++) {
      index.check(i, objectSize);
    }
    return index;
  }

  /** Unsigned, so that what is negative here is past the end of any object. */
  private void check(int chunk, long objectSize) throws CorruptChunkException {
    long offset = offset(chunk);
    long length = length(chunk);
    boolean isWithin =
        offset >= 0 && length > 0 && offset <= objectSize && length <= objectSize - offset;
    if (isStored(chunk) && !isWithin) {
      throw new CorruptChunkException(
          "The shard's index has inner chunk %d at byte %s with %s bytes, which the shard of %d bytes has not"
              .formatted(
                  chunk, Long.toUnsignedString(offset), Long.toUnsignedString(length), objectSize));
    }
  }

  /**
   * Counts the inner chunks.
   *
   * @return how many a shard has, stored or not
   */
  public int count() {
    return entries.length / 2;
  }

  /**
   * Says whether an inner chunk is stored.
   *
   * @param chunk its number in C order
   * @return false if all its elements have the fill value
   */
  public boolean isStored(int chunk) {
    return offset(chunk) != ABSENT || length(chunk) != ABSENT;
  }

  /**
   * Returns where the bytes of an inner chunk start.
   *
   * @param chunk its number in C order
   * @return the offset in the shard, in bytes
   */
  public long offset(int chunk) {
    return entries[2 * chunk];
  }

  /**
   * Returns the length of an inner chunk as it is stored.
   *
   * @param chunk its number in C order
   * @return how many bytes
   */
  public long length(int chunk) {
    return entries[2 * chunk + 1];
  }

  /** An index to be written, of which no inner chunk is stored. */
  static final class Builder {

    private final ByteBuffer entries;

    Builder(int count, ByteOrder order) {
      entries = ByteBuffer.allocate(count * 2 * Long.BYTES).order(order);
      while (entries.hasRemaining()) {
        entries.putLong(ABSENT);
      }
    }

    int count() {
      return entries.capacity() / (2 * Long.BYTES);
    }

    void put(int chunk, long offset, long length) {
      entries.putLong(2 * chunk * Long.BYTES, offset);
      entries.putLong((2 * chunk + 1) * Long.BYTES, length);
    }

    byte[] raw() {
      return entries.array();
    }
  }
}
