package dev.zarrasync.codec;

/**
 * A Blosc chunk in memory that is not {@linkplain BloscHeader#copied() copied}, and whose header
 * and frames are checked.
 */
final class BloscChunk {

  private final byte[] bytes;
  private final BloscHeader header;
  private final BloscFrames frames;

  private BloscChunk(byte[] bytes, BloscHeader header, BloscFrames frames) {
    this.bytes = bytes;
    this.header = header;
    this.frames = frames;
  }

  /** Checks all frames of a chunk whose header is checked. */
  static BloscChunk check(byte[] bytes, BloscHeader header) throws CorruptChunkException {
    int tableLength = BloscFrames.tableLength(header, bytes.length);
    var table = new Slice(bytes, BloscHeader.LENGTH, tableLength);
    var chunk = new BloscChunk(bytes, header, BloscFrames.read(table, header, bytes.length));
    for (int i = 0; i < chunk.frames.count(); i++) {
      chunk.frame(i).check(header);
    }
    return chunk;
  }

  /** Makes a chunk of one block out of its checked frame. */
  static BloscChunk alone(BloscHeader header, BloscFrame frame) throws CorruptChunkException {
    Slice encoded = frame.encoded();
    int start = BloscHeader.LENGTH + 4;
    byte[] bytes = new byte[start + encoded.length];
    BloscHeader alone = header.alone(frame.block());
    alone.write(bytes, bytes.length);
    LittleEndian.putInt(bytes, BloscHeader.LENGTH, start);
    System.arraycopy(encoded.array, encoded.offset, bytes, start, encoded.length);
    return check(bytes, alone);
  }

  byte[] bytes() {
    return bytes;
  }

  BloscHeader header() {
    return header;
  }

  private BloscFrame frame(int i) {
    var encoded = new Slice(bytes, frames.start(i), frames.length(i));
    return new BloscFrame(frames.block(i), encoded);
  }

  /** Decodes the chunk as a whole, in Java. */
  byte[] decode() throws CorruptChunkException {
    byte[] raw = new byte[header.nbytes()];
    var blocks = new BloscBlocks(header);
    for (int i = 0; i < frames.count(); i++) {
      blocks.decodeTo(raw, frame(i));
    }
    return raw;
  }

  /** Decodes the chunk block by block. */
  void decode(NeededBlocks blocks) throws CorruptChunkException {
    for (int i = 0; i < frames.count(); i++) {
      blocks.take(frame(i));
    }
  }
}
