package dev.zarrasync.codec;

/** Decodes one Blosc chunk, whose header and frames are checked. */
final class BloscDecoder {

  private final byte[] chunk;
  private final BloscHeader header;
  private final BloscFrames frames;
  private final BloscFilter filter;
  private final StreamDecoder decoder;

  BloscDecoder(byte[] chunk, BloscHeader header) {
    this.chunk = chunk;
    this.header = header;
    this.frames = new BloscFrames(chunk, header);
    this.filter = header.filter();
    this.decoder = StreamDecoder.of(header.format());
  }

  byte[] decode() throws CorruptChunkException {
    byte[] raw = new byte[header.nbytes()];
    byte[] filtered = new byte[header.blocksize()];
    for (int block = 0; block < header.blocks(); block++) {
      int length = header.blockLength(block);
      decodeTo(block, filtered, new Slice(raw, block * header.blocksize(), length));
    }
    return raw;
  }

  void decode(Codec.Pieces pieces) throws CorruptChunkException {
    byte[] raw = new byte[header.blocksize()];
    byte[] filtered = new byte[header.blocksize()];
    for (int block = 0; block < header.blocks(); block++) {
      int length = header.blockLength(block);
      int position = block * header.blocksize();
      if (pieces.isNeeded(position, length)) {
        decodeTo(block, filtered, new Slice(raw, 0, length));
        pieces.take(position, raw, 0, length);
      }
    }
  }

  private void decodeTo(int block, byte[] filtered, Slice raw) throws CorruptChunkException {
    decodeBlock(block, new Slice(filtered, 0, raw.length));
    filter.revert(filtered, raw);
  }

  private void decodeBlock(int block, Slice filtered) throws CorruptChunkException {
    int splits = header.splits(block);
    int splitLength = filtered.length / splits;
    int position = frames.start(block);
    for (int split = 0; split < splits; split++) {
      var stream = new Slice(chunk, position + 4, LittleEndian.getInt(chunk, position));
      decodeStream(stream, new Slice(filtered.array, split * splitLength, splitLength));
      position = stream.end();
    }
  }

  private void decodeStream(Slice stream, Slice filtered) throws CorruptChunkException {
    if (stream.length == filtered.length) {
      // What does not get shorter is stored as it is.
      System.arraycopy(
          stream.array, stream.offset, filtered.array, filtered.offset, filtered.length);
      return;
    }
    int count = decoder.decode(stream, filtered);
    if (count != filtered.length) {
      throw new CorruptChunkException(
          "A stream of the Blosc chunk holds " + count + " bytes instead of " + filtered.length);
    }
  }
}
