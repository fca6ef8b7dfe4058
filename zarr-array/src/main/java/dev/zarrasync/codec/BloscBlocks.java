package dev.zarrasync.codec;

/** Decodes the blocks of a Blosc chunk in Java, each from its checked frame. Immutable. */
final class BloscBlocks implements BloscEngine.BlockDecoder {

  private final BloscHeader header;
  private final BloscFilter filter;
  private final BloscFormat format;

  BloscBlocks(BloscHeader header) {
    this.header = header;
    this.filter = header.filter();
    this.format = header.format();
  }

  @Override
  public void handOn(BloscFrame frame, Codec.Pieces pieces) throws CorruptChunkException {
    int length = header.blockLength(frame.block());
    BloscScratch scratch = BloscScratch.take();
    byte[] raw = scratch.raw(length);
    decode(frame, scratch, new Slice(raw, 0, length));
    pieces.take(header.blockPosition(frame.block()), raw, 0, length);
    scratch.giveBack();
  }

  /** Decodes a block to its place in the raw chunk. */
  void decodeTo(byte[] raw, BloscFrame frame) throws CorruptChunkException {
    int block = frame.block();
    BloscScratch scratch = BloscScratch.take();
    decode(frame, scratch, new Slice(raw, header.blockPosition(block), header.blockLength(block)));
    scratch.giveBack();
  }

  private void decode(BloscFrame frame, BloscScratch scratch, Slice raw)
      throws CorruptChunkException {
    byte[] filtered = scratch.filtered(raw.length);
    StreamDecoder decoder = scratch.decoder(format);
    byte[] bytes = frame.encoded().array;
    int splits = header.splits(frame.block());
    int splitLength = raw.length / splits;
    int position = frame.encoded().offset;
    for (int split = 0; split < splits; split++) {
      var stream = new Slice(bytes, position + 4, LittleEndian.getInt(bytes, position));
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
