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

  /** Encodes a buffer of at most {@link BloscHeader#MAX_NBYTES} bytes. */
  byte[] compress(byte[] raw, BloscOptions options);
}
