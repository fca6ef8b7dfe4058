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
  public Decoder decoder(int size, Pieces pieces) {
    return new RawDecoder(size, pieces);
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
}
