package dev.zarrasync.codec;

/** Hands on the blocks of one Blosc chunk, but for those of which nothing is needed. Immutable. */
final class NeededBlocks {

  private final BloscHeader header;
  private final BloscEngine.BlockDecoder decoder;
  private final Codec.Pieces pieces;

  NeededBlocks(BloscHeader header, BloscEngine engine, Codec.Pieces pieces) {
    this.header = header;
    this.decoder = engine.blocks(header);
    this.pieces = pieces;
  }

  /** Decodes a block from its checked frame. */
  void take(BloscFrame frame) throws CorruptChunkException {
    int block = frame.block();
    if (pieces.isNeeded(header.blockPosition(block), header.blockLength(block))) {
      decoder.handOn(frame, pieces);
    }
  }
}
