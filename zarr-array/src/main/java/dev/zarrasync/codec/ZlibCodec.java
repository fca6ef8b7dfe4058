package dev.zarrasync.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/** The codec of the compressor {@code zlib}: a chunk starts with one zlib stream (RFC 1950). */
final class ZlibCodec implements Codec {

  /** A match of 258 bytes takes two bits or more (RFC 1951, section 3.2.5). */
  static final long MOST_TIMES = 258 * 8 / 2;

  private final int level;

  ZlibCodec(int level) {
    if (level < Deflater.DEFAULT_COMPRESSION || level > Deflater.BEST_COMPRESSION) {
      throw new IllegalArgumentException("The zlib level must be from -1 to 9 but is " + level);
    }
    this.level = level;
  }

  @Override
  public byte[] decode(byte[] encoded) throws CorruptChunkException {
    var raw = new ByteArrayOutputStream(2 * encoded.length);
    try (Stream stream = new Stream(Stream.ANY)) {
      stream.take(encoded, 0, encoded.length);
      byte[] piece = new byte[8192];
      int step;
      while ((step = stream.inflate(new Slice(piece, 0, piece.length))) > 0) {
        raw.write(piece, 0, step);
      }
      stream.end();
    }
    return raw.toByteArray();
  }

  @Override
  public byte[] decode(byte[] encoded, int size) throws CorruptChunkException {
    CorruptChunkException.ifTooShort("zlib stream", encoded, size, MOST_TIMES);
    byte[] raw = new byte[size];
    inflate(new Slice(encoded, 0, encoded.length), new Slice(raw, 0, size));
    return raw;
  }

  /**
   * Decodes the stream at the start of {@code encoded} into bytes that fill {@code raw}, and
   * returns how many. Reads on to the checksum at the stream's end, but never produces more than
   * one byte too many.
   */
  static int inflate(Slice encoded, Slice raw) throws CorruptChunkException {
    try (Stream stream = new Stream(raw.length)) {
      stream.take(encoded.array, encoded.offset, encoded.length);
      int count = 0;
      int step;
      do {
        step = stream.inflate(new Slice(raw.array, raw.offset + count, raw.length - count));
        count += step;
      } while (step > 0 && count < raw.length);
      // Past the end even when the raw bytes are all there: the checksum comes after them.
      stream.inflate(new Slice(new byte[1], 0, 1));
      stream.end();
      return count;
    }
  }

  @Override
  public Decoder decoder(int size, Pieces pieces) {
    return new Inflating(size, pieces);
  }

  @Override
  public boolean decodesInParts() {
    return true;
  }

  @Override
  public byte[] encode(byte[] raw) throws IOException {
    Deflater deflater = new Deflater(level);
    try {
      var encoded = new ByteArrayOutputStream(64 + raw.length / 2);
      try (var stream = new DeflaterOutputStream(encoded, deflater, 8192)) {
        stream.write(raw);
      }
      return encoded.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /** Decodes a stream as it comes, in pieces of {@link #PIECE} bytes. */
  private static final class Inflating implements Decoder {

    /** A multiple of the size of each type of elements. */
    private static final int PIECE = 64 * 1024;

    private final Stream stream;
    private final Pieces pieces;
    private final byte[] piece;
    private int position;
    private int filled;

    Inflating(int size, Pieces pieces) {
      // Never empty: there may be more bytes than there should be.
      this.piece = new byte[Math.max(1, Math.min(PIECE, size))];
      this.stream = new Stream(size);
      this.pieces = pieces;
    }

    @Override
    public void take(byte[] bytes, int start, int length) throws CorruptChunkException {
      stream.take(bytes, start, length);
      int step;
      do {
        step = stream.inflate(new Slice(piece, filled, piece.length - filled));
        filled += step;
        if (filled == piece.length) {
          handOn();
        }
      } while (step > 0);
    }

    private void handOn() {
      pieces.take(position, piece, 0, filled);
      position += filled;
      filled = 0;
    }

    @Override
    public void end() throws CorruptChunkException {
      stream.end();
      if (filled > 0) {
        handOn();
      }
    }

    @Override
    public void close() {
      stream.close();
    }
  }

  /** One stream, decoded as its bytes come. What follows its checksum is passed over. */
  private static final class Stream implements AutoCloseable {

    /** A stream that may hold any number of bytes. */
    static final int ANY = -1;

    private final Inflater inflater = new Inflater();
    private final int size;
    private int count;

    /** A stream that has to hold {@code size} raw bytes. */
    Stream(int size) {
      this.size = size;
    }

    /** Takes the next encoded bytes; {@link #inflate} has to use up those before. */
    void take(byte[] bytes, int start, int length) {
      inflater.setInput(bytes, start, length);
    }

    /**
     * Decodes into {@code raw} and returns how many bytes, 0 when the encoded ones are used up. As
     * the checksum comes last, it is to be asked for more when all raw bytes are there.
     */
    int inflate(Slice raw) throws CorruptChunkException {
      int step;
      try {
        step = inflater.inflate(raw.array, raw.offset, raw.length);
      } catch (DataFormatException e) {
        throw new CorruptChunkException("The zlib stream is broken: " + e.getMessage(), e);
      }
      if (inflater.needsDictionary()) {
        throw new CorruptChunkException("The zlib stream needs a preset dictionary");
      }
      if (size != ANY && step > size - count) {
        throw new CorruptChunkException("The zlib stream holds more than " + size + " bytes");
      }
      count += step;
      return step;
    }

    /** Checks that the stream has come to its end. */
    void end() throws CorruptChunkException {
      if (count < size) {
        throw new CorruptChunkException(
            "The zlib stream ends after " + count + " of " + size + " bytes");
      }
      if (!inflater.finished()) {
        throw new CorruptChunkException("The zlib stream ends before its checksum");
      }
    }

    @Override
    public void close() {
      inflater.end();
    }
  }
}
