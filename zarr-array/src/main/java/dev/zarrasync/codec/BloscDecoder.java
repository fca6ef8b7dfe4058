package dev.zarrasync.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a Blosc chunk as it comes: the header, the table of frames, then each frame of which
 * something is needed. Passes over what follows the chunk's end.
 */
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
    return header.copied() ? new UncompressedCodec.Copier(size, pieces) : new Blocks(header);
  }

  @Override
  public void end() throws CorruptChunkException {
    BloscHeader.checkHasHeader(received);
    BloscHeader.checkLength(cbytes, Math.min(cbytes, received));
  }

  /** Decodes what follows the header. */
  private final class Blocks implements Codec.Decoder {

    private final BloscHeader header;
    private final int tableLength;
    private final Codec.Pieces wanted;
    private final BloscEngine.BlockDecoder decoder;
    private BloscChunk.@Nullable Frames frames;
    private int next;

    Blocks(BloscHeader header) throws CorruptChunkException {
      this.header = header;
      this.tableLength = BloscChunk.Frames.tableLength(header, cbytes);
      boolean wholeElements = header.blocksize() % typesize == 0;
      this.wanted = wholeElements ? pieces : new JoinedPieces(size, pieces);
      this.decoder = engine.blocks(header);
    }

    @Override
    public void take(byte[] bytes, int start, int length) throws CorruptChunkException {
      ByteBuffer part = ByteBuffer.wrap(bytes, start, length);
      BloscChunk.Frames known = frames(part);
      while (known != null && next < known.count()) {
        Slice encoded = sections.next(part, known.length(next));
        if (encoded == null) {
          return;
        }
        take(new BloscChunk.Frame(known.block(next), encoded));
        next++;
      }
    }

    private BloscChunk.@Nullable Frames frames(ByteBuffer part) throws CorruptChunkException {
      if (frames == null) {
        Slice table = sections.next(part, tableLength);
        frames = table == null ? null : BloscChunk.Frames.read(table, header, cbytes);
      }
      return frames;
    }

    private void take(BloscChunk.Frame frame) throws CorruptChunkException {
      frame.check(header);
      int block = frame.block();
      if (wanted.isNeeded(header.blockPosition(block), header.blockLength(block))) {
        decoder.handOn(frame, wanted);
      }
    }

    /** The frames end where the chunk does, whose length is checked. */
    @Override
    public void end() {}
  }

  /** Joins pieces that are not of whole elements, and hands them on as one. */
  private static final class JoinedPieces implements Codec.Pieces {

    private final int size;
    private final Codec.Pieces pieces;
    private byte[] raw = new byte[0];
    private int count;

    JoinedPieces(int size, Codec.Pieces pieces) {
      this.size = size;
      this.pieces = pieces;
    }

    @Override
    public void take(int position, byte[] bytes, int start, int length) {
      if (count == 0) {
        raw = new byte[size];
      }
      System.arraycopy(bytes, start, raw, position, length);
      count += length;
      if (count == size) {
        pieces.take(0, raw, 0, size);
      }
    }
  }

  /**
   * Cuts bytes that come in parts of any length into sections, whose lengths are told one by one.
   */
  private static final class Sections {

    /** What a length that is only announced may take before the bytes have come. */
    private static final int MOST_AHEAD = 256 * 1024;

    private byte[] kept = new byte[0];
    private int count;

    /**
     * Returns the next section, which stays as it is until the next call. If the part ends before
     * it does, keeps the rest of the part and returns null.
     */
    @Nullable Slice next(ByteBuffer part, int length) {
      if (count == 0 && part.remaining() >= length) {
        var section = new Slice(part.array(), part.arrayOffset() + part.position(), length);
        part.position(part.position() + length);
        return section;
      }
      keep(part, length);
      if (count < length) {
        return null;
      }
      count = 0;
      return new Slice(kept, 0, length);
    }

    private void keep(ByteBuffer part, int length) {
      int step = Math.min(length - count, part.remaining());
      int needed = count + step;
      if (needed > kept.length) {
        kept = Arrays.copyOf(kept, (int) Math.min(length, Math.max(MOST_AHEAD, 2L * needed)));
      }
      part.get(kept, count, step);
      count = needed;
    }
  }
}
