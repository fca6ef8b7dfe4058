package dev.zarrasync.codec;

/** An implementation of Blosc. Immutable and safe for use by many threads at once. */
interface BloscEngine {

  /**
   * Decodes a chunk that is not {@linkplain BloscHeader#copied() copied} and whose header and
   * frames are checked. The result has exactly {@code header.nbytes()} bytes.
   */
  byte[] decompress(byte[] chunk, BloscHeader header) throws CorruptChunkException;

  /** Does the same piece by piece, where the engine can: a piece is a block. */
  default void decompress(byte[] chunk, BloscHeader header, Codec.Pieces pieces)
      throws CorruptChunkException {
    pieces.take(0, decompress(chunk, header), 0, header.nbytes());
  }

  /** Encodes a buffer of at most {@link BloscHeader#MAX_NBYTES} bytes. */
  byte[] compress(byte[] raw, BloscOptions options);
}
