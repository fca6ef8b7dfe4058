package dev.zarrasync.codec;

import io.airlift.compress.Compressor;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.zip.Deflater;

/** Encodes one Blosc chunk, one stream to a block. */
final class BloscEncoder {

  private static final int DEFAULT_BLOCKSIZE = 256 * 1024;

  private final byte[] raw;
  private final BloscOptions options;
  private final BloscHeader header;

  BloscEncoder(byte[] raw, BloscOptions options) {
    this.raw = raw;
    this.options = options;
    this.header = new BloscHeader(flags(), options.typesize(), raw.length, blocksize());
  }

  private int flags() {
    int filter =
        switch (options.shuffle()) {
          case BloscOptions.BYTE_SHUFFLE -> BloscHeader.BYTE_SHUFFLED;
          case BloscOptions.BIT_SHUFFLE -> BloscHeader.BIT_SHUFFLED;
          default -> 0;
        };
    return filter | BloscHeader.NOT_SPLIT | format().flags();
  }

  private BloscHeader.Format format() {
    return switch (options.cname()) {
      case "snappy" -> BloscHeader.Format.SNAPPY;
      case "zlib" -> BloscHeader.Format.ZLIB;
      case "zstd" -> BloscHeader.Format.ZSTD;
      default -> BloscHeader.Format.LZ4;
    };
  }

  private int blocksize() {
    int wanted = options.blocksize() == 0 ? DEFAULT_BLOCKSIZE : options.blocksize();
    int size = Math.max(wanted, BloscHeader.MIN_COMPRESSED);
    size = Math.min(Math.min(size, BloscHeader.MAX_BLOCKSIZE), Math.max(raw.length, 1));
    return size > options.typesize() ? size - size % options.typesize() : size;
  }

  byte[] encode() {
    boolean worthTrying = options.clevel() > 0 && raw.length >= BloscHeader.MIN_COMPRESSED;
    byte[] chunk = new byte[BloscHeader.LENGTH + raw.length];
    int length = worthTrying ? encodeBlocks(chunk) : 0;
    if (length == 0) {
      return copy(chunk);
    }
    header.write(chunk, length);
    return Arrays.copyOf(chunk, length);
  }

  private byte[] copy(byte[] chunk) {
    int flags = header.flags() | BloscHeader.COPIED;
    new BloscHeader(flags, header.typesize(), header.nbytes(), header.blocksize())
        .write(chunk, chunk.length);
    System.arraycopy(raw, 0, chunk, BloscHeader.LENGTH, raw.length);
    return chunk;
  }

  /** Returns the length of the chunk, or 0 if it would be longer than a copy. */
  private int encodeBlocks(byte[] chunk) {
    long first = BloscHeader.LENGTH + 4L * header.blocks();
    if (first > chunk.length) {
      return 0;
    }
    int position = (int) first;
    BloscFilter filter = header.filter();
    StreamEncoder encoder = streamEncoder();
    byte[] filtered = new byte[header.blocksize()];
    byte[] stream = new byte[encoder.maxLength.applyAsInt(filtered.length)];
    for (int block = 0; block < header.blocks(); block++) {
      int length = header.blockLength(block);
      filter.apply(new Slice(raw, block * header.blocksize(), length), filtered);
      int streamLength = encoder.encoding.encode(new Slice(filtered, 0, length), stream);
      boolean shorter = streamLength > 0 && streamLength < length;
      int stored = shorter ? streamLength : length;
      if (stored > chunk.length - 4 - position) {
        return 0;
      }
      LittleEndian.putInt(chunk, BloscHeader.LENGTH + 4 * block, position);
      LittleEndian.putInt(chunk, position, stored);
      System.arraycopy(shorter ? stream : filtered, 0, chunk, position + 4, stored);
      position += 4 + stored;
    }
    return position;
  }

  private StreamEncoder streamEncoder() {
    return switch (format()) {
      case LZ4 -> StreamEncoder.of(new Lz4Compressor());
      case SNAPPY -> StreamEncoder.of(new SnappyCompressor());
      case ZLIB -> StreamEncoder.zlib(options.clevel());
      case ZSTD -> StreamEncoder.of(new ZstdCompressor());
      case BLOSCLZ -> throw new IllegalArgumentException("There is no encoder of BloscLZ in Java");
    };
  }

  /**
   * Encodes the streams of a chunk. Not safe for use by many threads at once.
   *
   * @param maxLength how long the array for the stream of some raw bytes has to be
   * @param encoding encodes a stream to the start of an array; its length, 0 if it does not fit
   */
  private record StreamEncoder(IntUnaryOperator maxLength, Encoding encoding) {

    @FunctionalInterface
    interface Encoding {
      int encode(Slice raw, byte[] encoded);
    }

    static StreamEncoder of(Compressor compressor) {
      return new StreamEncoder(
          compressor::maxCompressedLength,
          (raw, encoded) ->
              compressor.compress(raw.array, raw.offset, raw.length, encoded, 0, encoded.length));
    }

    static StreamEncoder zlib(int level) {
      return new StreamEncoder(length -> length, (raw, encoded) -> deflate(raw, encoded, level));
    }

    private static int deflate(Slice raw, byte[] encoded, int level) {
      Deflater deflater = new Deflater(level);
      try {
        deflater.setInput(raw.array, raw.offset, raw.length);
        deflater.finish();
        int count = deflater.deflate(encoded);
        return deflater.finished() ? count : 0;
      } finally {
        deflater.end();
      }
    }
  }
}
