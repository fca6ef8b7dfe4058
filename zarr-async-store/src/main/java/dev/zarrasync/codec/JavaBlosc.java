package dev.zarrasync.codec;

/** Blosc in Java alone. */
final class JavaBlosc implements BloscEngine {

  static final JavaBlosc INSTANCE = new JavaBlosc();

  private JavaBlosc() {}

  @Override
  public byte[] decompress(byte[] chunk, BloscHeader header) throws CorruptChunkException {
    return new BloscDecoder(chunk, header).decode();
  }

  @Override
  public void decompress(byte[] chunk, BloscHeader header, Codec.Pieces pieces)
      throws CorruptChunkException {
    new BloscDecoder(chunk, header).decode(pieces);
  }

  @Override
  public byte[] compress(byte[] raw, BloscOptions options) {
    return new BloscEncoder(raw, options).encode();
  }
}
