package dev.zarrasync.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decodes a Blosc chunk as it comes, and passes over what follows its end. */
final class BloscDecoder implements Codec.Decoder {

  private final int size;
  private final int typesize;
  private final BloscEngine engine;
  private final Codec.Pieces pieces;
  private final Sections sections = new Sections();
  private long received;
  private int cbytes;
  private Codec.@Nullable Decoder body;

  /** Decodes to {@code size} bytes of elements of {@code typesize}. */
  BloscDecoder(int size, int typesize, BloscEngine engine, Codec.Pieces pieces) {
    this.size = size;
    this.typesize = typesize;
    this.engine = engine;
    this.pieces = pieces;
  }

  @Override
  public void take(byte[] bytes, int start, int length) throws IOException {
    received += length;
    ByteBuffer part = ByteBuffer.wrap(bytes, start, length);
    if (body == null) {
      Slice header = sections.next(part, BloscHeader.LENGTH);
      if (header == null) {
        return;
      }
      cbytes = BloscHeader.cbytes(header);
      body = body(BloscHeader.read(header, cbytes, size));
    }
    long rest = Math.min(part.remaining(), Math.max(0, received - cbytes));
    body.take(bytes, part.position(), part.remaining() - (int) rest);
  }

  private Codec.Decoder body(BloscHeader header) throws CorruptChunkException {
    if (header.copied()) {
      return new RawDecoder(size, pieces);
    }
    boolean wholeElements = header.blocksize() % typesize == 0;
    Codec.Pieces wanted = wholeElements ? pieces : new JoinedPieces(size, pieces);
    return new BloscBodyDecoder(header, cbytes, new NeededBlocks(header, engine, wanted));
  }

  @Override
  public void end() throws CorruptChunkException {
    BloscHeader.checkHasHeader(received);
    BloscHeader.checkLength(cbytes, Math.min(cbytes, received));
  }

  @Override
  public void close() {}
}
