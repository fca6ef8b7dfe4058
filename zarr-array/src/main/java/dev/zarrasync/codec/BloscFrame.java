package dev.zarrasync.codec;

/**
 * The frame of a block in a Blosc chunk: one or more streams with their lengths before them
 * (c-blosc, README_CHUNK_FORMAT.rst).
 *
 * @param block the number of the block in the raw chunk
 * @param encoded the bytes of the frame
 */
record BloscFrame(int block, Slice encoded) {

  /** Checks that the streams fill the frame, which finds most damage outside of them. */
  void check(BloscHeader header) throws CorruptChunkException {
    int position = encoded.offset;
    for (int split = header.splits(block); split > 0; split--) {
      boolean within = position <= encoded.end() - 4;
      int length = within ? LittleEndian.getInt(encoded.array, position) : 0;
      if (length <= 0 || length > encoded.end() - 4 - position) {
        throw new CorruptChunkException("Blosc block " + block + " is not within its frame");
      }
      position += 4 + length;
    }
    if (position != encoded.end()) {
      throw new CorruptChunkException("Blosc block " + block + " does not fill its frame");
    }
  }
}
