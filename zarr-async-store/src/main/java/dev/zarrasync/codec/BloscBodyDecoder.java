package dev.zarrasync.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decodes what follows the header of a Blosc chunk: the table of frames, then each frame. */
final class BloscBodyDecoder implements Codec.Decoder {

  private final BloscHeader header;
  private final int cbytes;
  private final int tableLength;
  private final BloscBlocks blocks;
  private final Codec.Pieces pieces;
  private final Sections sections = new Sections();
  private @Nullable BloscFrames frames;
  private int next;

  /** Decodes a chunk of {@code cbytes} bytes, the header included. */
  BloscBodyDecoder(BloscHeader header, int cbytes, Codec.Pieces pieces)
      throws CorruptChunkException {
    this.header = header;
    this.cbytes = cbytes;
    this.tableLength = BloscFrames.tableLength(header, cbytes);
    this.blocks = new BloscBlocks(header);
    this.pieces = pieces;
  }

  @Override
  public void take(byte[] bytes, int start, int length) throws CorruptChunkException {
    ByteBuffer part = ByteBuffer.wrap(bytes, start, length);
    BloscFrames known = frames(part);
    while (known != null && next < known.count()) {
      Slice frame = sections.next(part, known.length(next));
      if (frame == null) {
        return;
      }
      int block = known.block(next);
      blocks.check(block, frame);
      blocks.handOn(block, frame, pieces);
      next++;
    }
  }

  private @Nullable BloscFrames frames(ByteBuffer part) throws CorruptChunkException {
    if (frames == null) {
      Slice table = sections.next(part, tableLength);
      frames = table == null ? null : BloscFrames.read(table, header, cbytes);
    }
    return frames;
  }

  /** The frames end where the chunk does, whose length is checked. */
  @Override
  public void end() {}

  @Override
  public void close() {}
}
