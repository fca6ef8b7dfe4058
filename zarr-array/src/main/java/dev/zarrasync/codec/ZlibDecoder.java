package dev.zarrasync.codec;

/** Decodes a zlib stream as it comes, in pieces of {@link #PIECE} bytes. */
final class ZlibDecoder implements Codec.Decoder {

  /** A multiple of the size of each {@link ElementType}. */
  private static final int PIECE = 64 * 1024;

  private final ZlibStream stream;
  private final Codec.Pieces pieces;
  private final byte[] piece;
  private int position;
  private int filled;

  ZlibDecoder(int size, Codec.Pieces pieces) {
    // Never empty: there may be more bytes than there should be.
    this.piece = new byte[Math.max(1, Math.min(PIECE, size))];
    this.stream = new ZlibStream(size);
    this.pieces = pieces;
  }

  @Override
  public void take(byte[] bytes, int start, int length) throws CorruptChunkException {
    stream.take(bytes, start, length);
    int step;
    do {
      step = stream.inflate(new Slice(piece, filled, piece.length - filled));
      filled += step;
      if (filled == piece.length) {
        handOn();
      }
    } while (step > 0);
  }

  private void handOn() {
    pieces.take(position, piece, 0, filled);
    position += filled;
    filled = 0;
  }

  @Override
  public void end() throws CorruptChunkException {
    stream.end();
    if (filled > 0) {
      handOn();
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
