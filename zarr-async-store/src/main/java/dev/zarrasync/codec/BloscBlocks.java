package dev.zarrasync.codec;

/**
 * Decodes the blocks of a Blosc chunk, each from its frame: one or more streams with their lengths
 * before them (c-blosc, README_CHUNK_FORMAT.rst). Immutable.
 */
final class BloscBlocks {

  private final BloscHeader header;
  private final BloscFilter filter;

  BloscBlocks(BloscHeader header) {
    this.header = header;
    this.filter = header.filter();
  }

  /** Where a block starts in the raw chunk. */
  private int position(int block) {
    return block * header.blocksize();
  }

  /** Checks that the streams of a block fill its frame, which finds most damage outside of them. */
  void check(int block, Slice frame) throws CorruptChunkException {
    int position = frame.offset;
    for (int split = header.splits(block); split > 0; split--) {
      boolean within = position <= frame.end() - 4;
      int length = within ? LittleEndian.getInt(frame.array, position) : 0;
      if (length <= 0 || length > frame.end() - 4 - position) {
        throw new CorruptChunkException("Blosc block " + block + " is not within its frame");
      }
      position += 4 + length;
    }
    if (position != frame.end()) {
      throw new CorruptChunkException("Blosc block " + block + " does not fill its frame");
    }
  }

  /** Decodes a block from its checked frame and hands it on, if it is needed. */
  void handOn(int block, Slice frame, Codec.Pieces pieces) throws CorruptChunkException {
    int position = position(block);
    int length = header.blockLength(block);
    if (pieces.isNeeded(position, length)) {
      BloscScratch scratch = BloscScratch.take();
      byte[] raw = scratch.raw(length);
      decode(block, frame, scratch, new Slice(raw, 0, length));
      pieces.take(position, raw, 0, length);
      scratch.giveBack();
    }
  }

  /** Decodes a block from its checked frame to its place in the raw chunk. */
  void decodeTo(byte[] raw, int block, Slice frame) throws CorruptChunkException {
    BloscScratch scratch = BloscScratch.take();
    decode(block, frame, scratch, new Slice(raw, position(block), header.blockLength(block)));
    scratch.giveBack();
  }

  private void decode(int block, Slice frame, BloscScratch scratch, Slice raw)
      throws CorruptChunkException {
    byte[] filtered = scratch.filtered(raw.length);
    StreamDecoder decoder = scratch.decoder(header.format());
    int splits = header.splits(block);
    int splitLength = raw.length / splits;
    int position = frame.offset;
    for (int split = 0; split < splits; split++) {
      int length = LittleEndian.getInt(frame.array, position);
      var stream = new Slice(frame.array, position + 4, length);
      decode(stream, decoder, new Slice(filtered, split * splitLength, splitLength));
      position = stream.end();
    }
    filter.revert(filtered, raw);
  }

  private static void decode(Slice stream, StreamDecoder decoder, Slice filtered)
      throws CorruptChunkException {
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
