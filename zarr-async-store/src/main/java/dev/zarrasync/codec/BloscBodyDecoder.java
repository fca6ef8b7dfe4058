package dev.zarrasync.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decodes what follows the header of a Blosc chunk: the table of frames, then each frame. */
final class BloscBodyDecoder implements Codec.Decoder {

  private final BloscHeader header;
  private final int cbytes;
  private final int tableLength;
  private final BloscEngine.BlockDecoder decoder;
  private final Codec.Pieces pieces;
  private final Sections sections = new Sections();
  private @Nullable BloscFrames frames;
  private int next;

  /** Decodes a chunk of {@code cbytes} bytes, the header included. */
  BloscBodyDecoder(
      BloscHeader header, int cbytes, BloscEngine.BlockDecoder decoder, Codec.Pieces pieces)
      throws CorruptChunkException {
    this.header = header;
    this.cbytes = cbytes;
    this.tableLength = BloscFrames.tableLength(header, cbytes);
    this.decoder = decoder;
    this.pieces = pieces;
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
      decode(new BloscFrame(known.block(next), encoded));
      next++;
    }
  }

  private void decode(BloscFrame frame) throws CorruptChunkException {
    frame.check(header);
    if (header.isNeeded(frame.block(), pieces)) {
      decoder.handOn(frame, pieces);
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
