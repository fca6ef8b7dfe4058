package dev.zarrasync.codec;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;

/** Decodes the streams of a Blosc chunk. Not safe for use by many threads at once. */
@FunctionalInterface
interface StreamDecoder {

  /** Decodes a stream into {@code raw} and returns how many bytes it holds. */
  int decode(Slice encoded, Slice raw) throws CorruptChunkException;

  static StreamDecoder of(BloscFormat format) {
    return switch (format) {
      case BLOSCLZ -> BloscLz::decode;
      case LZ4 -> of(new Lz4Decompressor());
      case SNAPPY -> of(new SnappyDecompressor());
      case ZLIB -> StreamDecoder::inflate;
      case ZSTD -> of(new ZstdDecompressor());
    };
  }

  private static int inflate(Slice encoded, Slice raw) throws CorruptChunkException {
    Zlib.inflate(encoded, raw);
    return raw.length;
  }

  private static StreamDecoder of(Decompressor decompressor) {
    return (encoded, raw) -> {
      try {
        return decompressor.decompress(
            encoded.array, encoded.offset, encoded.length, raw.array, raw.offset, raw.length);
      } catch (RuntimeException e) {
        // Mostly a MalformedInputException, but its documentation rules out no other.
        throw new CorruptChunkException("The compressed stream is broken: " + e.getMessage(), e);
      }
    };
  }
}
