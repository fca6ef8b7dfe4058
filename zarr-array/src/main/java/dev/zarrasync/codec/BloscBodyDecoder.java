package dev.zarrasync.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decodes what follows the header of a Blosc chunk: the table of frames, then each frame. */
final class BloscBodyDecoder implements Codec.Decoder {

  private final BloscHeader header;
  private final int cbytes;
  private final int tableLength;
  private final NeededBlocks blocks;
  private final Sections sections = new Sections();
  private @Nullable BloscFrames frames;
  private int next;

  /** Decodes a chunk of {@code cbytes} bytes, the header included. */
  BloscBodyDecoder(BloscHeader header, int cbytes, NeededBlocks blocks)
      throws CorruptChunkException {
    this.header = header;
    this.cbytes = cbytes;
    this.tableLength = BloscFrames.tableLength(header, cbytes);
    this.blocks = blocks;
  }

  @Override
  public void take(byte[] bytes, int start, int length) throws CorruptChunkException {
    ByteBuffer part = ByteBuffer.wrap(bytes, start, length);
    BloscFrames known = frames(part);
    while (known != null && next < known.count()) {
      Slice encoded = sections.next(part, known.length(next));
      if (encoded == null) {
        return;
      }
      var frame = new BloscFrame(known.block(next), encoded);
      frame.check(header);
      blocks.take(frame);
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
