package dev.zarrasync.codec;

/** Joins pieces that are not of whole elements, and hands them on as one. */
final class JoinedPieces implements Codec.Pieces {

  private final int size;
  private final Codec.Pieces pieces;
  private byte[] raw = new byte[0];
  private int count;

  JoinedPieces(int size, Codec.Pieces pieces) {
    this.size = size;
    this.pieces = pieces;
  }

  @Override
  public void take(int position, byte[] bytes, int start, int length) {
    if (count == 0) {
      raw = new byte[size];
    }
    System.arraycopy(bytes, start, raw, position, length);
    count += length;
    if (count == size) {
      pieces.take(0, raw, 0, size);
    }
  }
}
