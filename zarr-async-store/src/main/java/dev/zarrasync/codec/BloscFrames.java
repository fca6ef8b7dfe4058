package dev.zarrasync.codec;

/**
 * The frames of a Blosc chunk: a table of where each block starts, then the blocks, each of one or
 * more streams with their lengths (c-blosc, README_CHUNK_FORMAT.rst).
 */
final class BloscFrames {

  private final byte[] chunk;
  private final BloscHeader header;

  BloscFrames(byte[] chunk, BloscHeader header) {
    this.chunk = chunk;
    this.header = header;
  }

  /** Where the frame of a block starts. */
  int start(int block) {
    return LittleEndian.getInt(chunk, BloscHeader.LENGTH + 4 * block);
  }

  /**
   * Checks that all frames are within the chunk and have together its length, as c-blosc writes
   * them. This finds most damage outside of the streams, which c-blosc itself does not.
   */
  void check() throws CorruptChunkException {
    int blocks = header.blocks();
    long length = BloscHeader.LENGTH + 4L * blocks;
    if (length > chunk.length) {
      throw new CorruptChunkException(
          "The Blosc header announces " + blocks + " blocks, too many for the chunk's length");
    }
    int first = (int) length;
    for (int block = 0; block < blocks; block++) {
      int start = start(block);
      if (start < first) {
        throw new CorruptChunkException("Blosc block " + block + " starts at byte " + start);
      }
      length += frameLength(block, start);
    }
    if (length != chunk.length) {
      throw new CorruptChunkException(
          "The Blosc blocks take " + length + " of the chunk's " + chunk.length + " bytes");
    }
  }

  private int frameLength(int block, int start) throws CorruptChunkException {
    int position = start;
    for (int split = header.splits(block); split > 0; split--) {
      int streamLength = position <= chunk.length - 4 ? LittleEndian.getInt(chunk, position) : 0;
      if (streamLength <= 0 || streamLength > chunk.length - 4 - position) {
        throw new CorruptChunkException("Blosc block " + block + " is not within the chunk");
      }
      position += 4 + streamLength;
    }
    return position - start;
  }
}
