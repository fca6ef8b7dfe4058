package dev.zarrasync.codec;

import java.util.Arrays;

/**
 * The frames of a Blosc chunk, in the order in which they are stored, as the table behind the
 * header gives them: one for each block (c-blosc, README_CHUNK_FORMAT.rst). They follow each other
 * without overlap or gap up to the chunk's end, but in any order of blocks, as c-blosc writes them.
 */
final class BloscFrames {

  /** The start of each frame in the upper half, its block in the lower one. */
  private final long[] frames;

  private final int cbytes;

  private BloscFrames(long[] frames, int cbytes) {
    this.frames = frames;
    this.cbytes = cbytes;
  }

  /** Returns the length of the table in a chunk of {@code cbytes} bytes. */
  static int tableLength(BloscHeader header, int cbytes) throws CorruptChunkException {
    long length = 4L * header.blocks();
    if (BloscHeader.LENGTH + length > cbytes) {
      throw new CorruptChunkException(
          "The Blosc header announces %d blocks, too many for the chunk's length"
              .formatted(header.blocks()));
    }
    return (int) length;
  }

  /** Reads the table of a chunk of {@code cbytes} bytes. */
  static BloscFrames read(Slice table, BloscHeader header, int cbytes)
      throws CorruptChunkException {
    long[] frames = new long[header.blocks()];
    for (int block = 0; block < frames.length; block++) {
      long start = LittleEndian.getInt(table.array, table.offset + 4 * block);
      frames[block] = start << 32 | block;
    }
    Arrays.sort(frames);
    var sorted = new BloscFrames(frames, cbytes);
    sorted.check(header);
    return sorted;
  }

  private void check(BloscHeader header) throws CorruptChunkException {
    int first = BloscHeader.LENGTH + 4 * frames.length;
    if (start(0) != first) {
      throw new CorruptChunkException("No Blosc block starts at byte " + first);
    }
    for (int i = 0; i < frames.length; i++) {
      // A start past the chunk's end makes the length negative.
      long length = (long) start(i + 1) - start(i);
      if (length <= 0 || length > header.maxFrameLength(block(i))) {
        throw new CorruptChunkException(
            "Blosc block %d cannot be from byte %d to byte %d"
                .formatted(block(i), start(i), start(i + 1)));
      }
    }
  }

  int count() {
    return frames.length;
  }

  /** The block of a frame. */
  int block(int frame) {
    return (int) frames[frame];
  }

  /** Where a frame starts in the chunk; for the count of frames, where the last one ends. */
  int start(int frame) {
    return frame < frames.length ? (int) (frames[frame] >> 32) : cbytes;
  }

  int length(int frame) {
    return start(frame + 1) - start(frame);
  }
}
