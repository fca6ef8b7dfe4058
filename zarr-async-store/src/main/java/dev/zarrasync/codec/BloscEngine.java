package dev.zarrasync.codec;

/** An implementation of Blosc. Immutable and safe for use by many threads at once. */
interface BloscEngine {

  /** Decodes a chunk. The result has exactly as many bytes as its header announces. */
  byte[] decompress(BloscChunk chunk) throws CorruptChunkException;

  /** Does the same piece by piece, where the engine can: a piece is a block. */
  default void decompress(BloscChunk chunk, Codec.Pieces pieces) throws CorruptChunkException {
    byte[] raw = decompress(chunk);
    pieces.take(0, raw, 0, raw.length);
  }

  /** Decodes the blocks of a chunk that has a header. */
  default BlockDecoder blocks(BloscHeader header) {
    return (frame, pieces) -> {
      byte[] raw = decompress(BloscChunk.alone(header, frame));
      pieces.take(header.blockPosition(frame.block()), raw, 0, raw.length);
    };
  }

  /** Decodes single blocks of a chunk. Immutable. */
  @FunctionalInterface
  interface BlockDecoder {

    /** Decodes a block from its checked frame and hands it on. */
    void handOn(BloscFrame frame, Codec.Pieces pieces) throws CorruptChunkException;
  }

  /** Encodes a buffer of at most {@link BloscHeader#MAX_NBYTES} bytes. */
  byte[] compress(byte[] raw, BloscOptions options);
}
