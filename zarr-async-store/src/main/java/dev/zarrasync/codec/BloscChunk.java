package dev.zarrasync.codec;

/**
 * A Blosc chunk in memory that is not {@linkplain BloscHeader#copied() copied}, and whose header
 * and frames are checked.
 */
final class BloscChunk {

  private final byte[] bytes;
  private final BloscHeader header;
  private final BloscFrames frames;
  private final BloscBlocks blocks;

  private BloscChunk(byte[] bytes, BloscHeader header, BloscFrames frames) {
    this.bytes = bytes;
    this.header = header;
    this.frames = frames;
    this.blocks = new BloscBlocks(header);
  }

  /** Checks all frames of a chunk whose header is checked. */
  static BloscChunk check(byte[] bytes, BloscHeader header) throws CorruptChunkException {
    int tableLength = BloscFrames.tableLength(header, bytes.length);
    var table = new Slice(bytes, BloscHeader.LENGTH, tableLength);
    var chunk = new BloscChunk(bytes, header, BloscFrames.read(table, header, bytes.length));
    for (int i = 0; i < chunk.frames.count(); i++) {
      chunk.blocks.check(chunk.frames.block(i), chunk.frame(i));
    }
    return chunk;
  }

  byte[] bytes() {
    return bytes;
  }

  BloscHeader header() {
    return header;
  }

  private Slice frame(int i) {
    return new Slice(bytes, frames.start(i), frames.length(i));
  }

  /** Decodes the chunk as a whole, in Java. */
  byte[] decode() throws CorruptChunkException {
    byte[] raw = new byte[header.nbytes()];
    for (int i = 0; i < frames.count(); i++) {
      blocks.decodeTo(raw, frames.block(i), frame(i));
    }
    return raw;
  }

  /** Decodes the chunk block by block, in Java. */
  void decode(Codec.Pieces pieces) throws CorruptChunkException {
    for (int i = 0; i < frames.count(); i++) {
      blocks.handOn(frames.block(i), frame(i), pieces);
    }
  }
}
