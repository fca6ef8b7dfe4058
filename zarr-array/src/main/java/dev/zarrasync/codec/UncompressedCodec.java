package dev.zarrasync.codec;

/** The codec of the compressor {@code null}: a chunk is stored as it is. */
final class UncompressedCodec implements Codec {

  @Override
  public byte[] decode(byte[] encoded, int size) throws CorruptChunkException {
    if (encoded.length != size) {
      throw new CorruptChunkException(
          "The uncompressed chunk has " + encoded.length + " bytes instead of " + size);
    }
    return encoded;
  }

  @Override
  public byte[] decode(byte[] encoded) {
    return encoded;
  }

  @Override
  public Decoder decoder(int size, Pieces pieces) {
    return new Copier(size, pieces);
  }

  @Override
  public boolean decodesInParts() {
    return true;
  }

  @Override
  public boolean isIdentity() {
    return true;
  }

  @Override
  public byte[] encode(byte[] raw) {
    return raw;
  }

  /** Hands on a chunk that is stored as it is, in pieces of whole elements. */
  static final class Copier implements Decoder {

    /** A multiple of the size of each type of elements. */
    private static final int WHOLE_ELEMENTS = 8;

    private final int size;
    private final Pieces pieces;
    private final byte[] split = new byte[WHOLE_ELEMENTS];
    private int position;

    Copier(int size, Pieces pieces) {
      this.size = size;
      this.pieces = pieces;
    }

    @Override
    public void take(byte[] bytes, int start, int length) throws CorruptChunkException {
      if (length > size - position) {
        throw new CorruptChunkException("The uncompressed chunk has more than " + size + " bytes");
      }
      int joined = Math.min(length, Math.floorMod(-position, WHOLE_ELEMENTS));
      keep(bytes, start, joined);
      int whole = (length - joined) / WHOLE_ELEMENTS * WHOLE_ELEMENTS;
      if (whole > 0) {
        pieces.take(position, bytes, start + joined, whole);
        position += whole;
      }
      keep(bytes, start + joined + whole, length - joined - whole);
    }

    /** Keeps bytes up to the next boundary, or to the end of the chunk, and hands them on there. */
    private void keep(byte[] bytes, int start, int length) {
      int kept = position % WHOLE_ELEMENTS;
      System.arraycopy(bytes, start, split, kept, length);
      position += length;
      if (length > 0 && (kept + length == WHOLE_ELEMENTS || position == size)) {
        pieces.take(position - kept - length, split, 0, kept + length);
      }
    }

    @Override
    public void end() throws CorruptChunkException {
      if (position < size) {
        throw new CorruptChunkException(
            "The uncompressed chunk has " + position + " bytes instead of " + size);
      }
    }
  }
}
