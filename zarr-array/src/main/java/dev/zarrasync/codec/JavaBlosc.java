package dev.zarrasync.codec;

/** Blosc in Java alone. */
final class JavaBlosc implements BloscEngine {

  static final JavaBlosc INSTANCE = new JavaBlosc();

  private JavaBlosc() {}

  @Override
  public byte[] decompress(BloscChunk chunk) throws CorruptChunkException {
    return chunk.decode();
  }

  @Override
  public boolean prefersWhole(int size) {
    return false;
  }

  @Override
  public BlockDecoder blocks(BloscHeader header) {
    return new BloscBlocks(header);
  }

  @Override
  public byte[] compress(byte[] raw, BloscOptions options) {
    return new BloscEncoder(raw, options).encode();
  }
}
