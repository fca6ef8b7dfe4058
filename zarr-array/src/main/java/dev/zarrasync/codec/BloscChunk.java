package dev.zarrasync.codec;

import java.util.Arrays;

/**
 * A Blosc chunk in memory that is not {@linkplain BloscHeader#copied() copied}, and whose header
 * and frames are checked (c-blosc, README_CHUNK_FORMAT.rst).
 *
 * @param bytes the chunk, to its end
 * @param frames where its frames are
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record BloscChunk(byte[] bytes, BloscHeader header, Frames frames) {

  /** Checks all frames of a chunk whose header is checked. */
  static BloscChunk check(byte[] bytes, BloscHeader header) throws CorruptChunkException {
    var table = new Slice(bytes, BloscHeader.LENGTH, Frames.tableLength(header, bytes.length));
    var chunk = new BloscChunk(bytes, header, Frames.read(table, header, bytes.length));
    for (int i = 0; i < chunk.frames.count(); i++) {
      chunk.frame(i).check(header);
    }
    return chunk;
  }

  /** Makes a chunk of one block out of its checked frame. */
  static BloscChunk alone(BloscHeader header, Frame frame) throws CorruptChunkException {
    Slice encoded = frame.encoded();
    int start = BloscHeader.LENGTH + 4;
    byte[] bytes = new byte[start + encoded.length];
    BloscHeader alone = header.alone(frame.block());
    alone.write(bytes, bytes.length);
    LittleEndian.putInt(bytes, BloscHeader.LENGTH, start);
    System.arraycopy(encoded.array, encoded.offset, bytes, start, encoded.length);
    return check(bytes, alone);
  }

  Frame frame(int i) {
    return new Frame(frames.block(i), new Slice(bytes, frames.start(i), frames.length(i)));
  }

  /**
   * The frame of a block: one or more streams with their lengths before them.
   *
   * @param block the number of the block in the raw chunk
   * @param encoded the bytes of the frame
   */
  record Frame(int block, Slice encoded) {

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

  /**
   * The frames of a chunk, in the order in which they are stored, as the table behind the header
   * gives them: one for each block. They follow each other without overlap or gap up to the chunk's
   * end, but in any order of blocks, as c-blosc writes them.
   */
  static final class Frames {

    /** The start of each frame in the upper half, its block in the lower one. */
    private final long[] frames;

    private final int cbytes;

    private Frames(long[] frames, int cbytes) {
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
    static Frames read(Slice table, BloscHeader header, int cbytes) throws CorruptChunkException {
      long[] frames = new long[header.blocks()];
      for (int block = 0; block < frames.length; block++) {
        long start = LittleEndian.getInt(table.array, table.offset + 4 * block);
        frames[block] = start << 32 | block;
      }
      Arrays.sort(frames);
      var sorted = new Frames(frames, cbytes);
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
}
