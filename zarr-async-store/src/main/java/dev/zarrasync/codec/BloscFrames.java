package dev.zarrasync.codec;

import java.util.Arrays;

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
   * Checks that the frames follow each other without overlap or gap up to the chunk's end, in any
   * order, as c-blosc writes them. This finds most damage outside of the streams.
   */
  void check() throws CorruptChunkException {
    int blocks = header.blocks();
    long first = BloscHeader.LENGTH + 4L * blocks;
    if (first > chunk.length) {
      throw new CorruptChunkException(
          "The Blosc header announces " + blocks + " blocks, too many for the chunk's length");
    }
    long[] frames = new long[blocks];
    for (int block = 0; block < blocks; block++) {
      int start = start(block);
      frames[block] = ((long) start << 32) | frameLength(block, start);
    }
    Arrays.sort(frames);
    long end = first;
    for (long frame : frames) {
      if (frame >> 32 != end) {
        throw new CorruptChunkException("No Blosc block starts at byte " + end);
      }
      end += (int) frame;
    }
    if (end != chunk.length) {
      throw new CorruptChunkException(
          "The Blosc blocks end at byte " + end + " of " + chunk.length);
    }
  }

  private int frameLength(int block, int start) throws CorruptChunkException {
    int position = start;
    for (int split = header.splits(block); split > 0; split--) {
      boolean within = position >= 0 && position <= chunk.length - 4;
      int streamLength = within ? LittleEndian.getInt(chunk, position) : 0;
      if (streamLength <= 0 || streamLength > chunk.length - 4 - position) {
        throw new CorruptChunkException("Blosc block " + block + " is not within the chunk");
      }
      position += 4 + streamLength;
    }
    return position - start;
  }
}
