package dev.zarrasync.codec;

/**
 * Strings or bytes of any length, as numcodecs writes them and as they are in raw chunks: how many
 * there are, then the length of each in bytes and its bytes. Counts and lengths take 4 bytes,
 * little-endian.
 */
final class VlenItems {

  static final int LENGTH = 4;

  private final byte[] bytes;

  /** Where each starts, and where one after the last would. */
  private final int[] starts;

  private VlenItems(byte[] bytes, int[] starts) {
    this.bytes = bytes;
    this.starts = starts;
  }

  /** Finds the items, which have to fill the bytes. */
  static VlenItems of(byte[] bytes) throws CorruptChunkException {
    int count = bytes.length < LENGTH ? -1 : LittleEndian.getInt(bytes, 0);
    if (count < 0 || count > (bytes.length - LENGTH) / LENGTH) {
      throw new CorruptChunkException(
          "%d bytes announce %d strings or arrays, too many for them"
              .formatted(bytes.length, count & 0xffff_ffffL));
    }
    int[] starts = new int[count + 1];
    int position = LENGTH;
    for (int i = 0; i < count; i++) {
      int rest = bytes.length - position - LENGTH;
      int length = rest < 0 ? -1 : LittleEndian.getInt(bytes, position);
      if (length < 0 || length > rest) {
        throw new CorruptChunkException(
            "String or array %d of %d is not within the %d bytes"
                .formatted(i, count, bytes.length));
      }
      starts[i] = position + LENGTH;
      position += LENGTH + length;
    }
    if (position != bytes.length) {
      throw new CorruptChunkException(
          "%d bytes follow the last of %d strings or arrays"
              .formatted(bytes.length - position, count));
    }
    starts[count] = position + LENGTH;
    return new VlenItems(bytes, starts);
  }

  int count() {
    return starts.length - 1;
  }

  Slice item(int i) {
    return new Slice(bytes, starts[i], starts[i + 1] - LENGTH - starts[i]);
  }
}
