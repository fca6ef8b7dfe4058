package dev.zarrasync.codec;

import io.airlift.compress.Compressor;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.zstd.ZstdCompressor;

/** Encodes the streams of a Blosc chunk. Not safe for use by many threads at once. */
interface StreamEncoder {

  /** How long the array for the stream of {@code length} raw bytes has to be. */
  int maxLength(int length);

  /** Encodes a stream to the start of {@code encoded}; returns its length, 0 if it does not fit. */
  int encode(Slice raw, byte[] encoded);

  static StreamEncoder of(BloscFormat format, int clevel) {
    return switch (format) {
      case LZ4 -> of(new Lz4Compressor());
      case SNAPPY -> of(new SnappyCompressor());
      case ZLIB -> zlib(clevel);
      case ZSTD -> of(new ZstdCompressor());
      case BLOSCLZ -> throw new IllegalArgumentException("There is no encoder of BloscLZ in Java");
    };
  }

  private static StreamEncoder of(Compressor compressor) {
    return new StreamEncoder() {
      @Override
      public int maxLength(int length) {
        return compressor.maxCompressedLength(length);
      }

      @Override
      public int encode(Slice raw, byte[] encoded) {
        return compressor.compress(raw.array, raw.offset, raw.length, encoded, 0, encoded.length);
      }
    };
  }

  private static StreamEncoder zlib(int clevel) {
    return new StreamEncoder() {
      @Override
      public int maxLength(int length) {
        return length;
      }

      @Override
      public int encode(Slice raw, byte[] encoded) {
        return Zlib.deflate(raw, new Slice(encoded, 0, encoded.length), clevel);
      }
    };
  }
}
