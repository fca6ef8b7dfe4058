package dev.zarrasync.codec;

/** An implementation of Blosc. Immutable and safe for use by many threads at once. */
interface BloscEngine {

  /** Decodes a chunk. The result has exactly as many bytes as its header announces. */
  byte[] decompress(BloscChunk chunk) throws CorruptChunkException;

  /** Whether a chunk of {@code size} raw bytes is decoded sooner as a whole than block by block. */
  boolean prefersWhole(int size);

  /** Decodes the blocks of a chunk that has a header. */
  BlockDecoder blocks(BloscHeader header);

  /** Decodes single blocks of a chunk. Immutable. */
  @FunctionalInterface
  interface BlockDecoder {

    /** Decodes a block from its checked frame and hands it on. */
    void handOn(BloscFrame frame, Codec.Pieces pieces) throws CorruptChunkException;
  }

  /** Encodes a buffer of at most {@link BloscHeader#MAX_NBYTES} bytes. */
  byte[] compress(byte[] raw, BloscOptions options);
}
