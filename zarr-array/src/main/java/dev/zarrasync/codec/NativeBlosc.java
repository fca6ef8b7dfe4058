package dev.zarrasync.codec;

import com.scalableminds.bloscjava.Blosc;
import com.scalableminds.bloscjava.Blosc.Compressor;
import com.scalableminds.bloscjava.Blosc.Shuffle;

/** c-blosc, through Blosc-java. */
final class NativeBlosc implements BloscEngine {

  private static final int THREADS = 1;

  /** A smaller block takes less time in Java than the call, up to 20 times less with Zstd. */
  private static final int LEAST_BLOCK = 16 * 1024;

  /** Blocks of a smaller chunk are not worth the copies that the library needs of each. */
  private static final int LEAST_IN_BLOCKS = 1 << 20;

  private final BloscEngine fallback;

  /**
   * Loads the library.
   *
   * @param fallback encodes and decodes what the library can't
   */
  NativeBlosc(BloscEngine fallback) {
    Blosc.decompress(Blosc.compress(new byte[0], 1), THREADS);
    this.fallback = fallback;
  }

  @Override
  public byte[] decompress(BloscChunk chunk) throws CorruptChunkException {
    int size = chunk.header().nbytes();
    if (chunk.header().format() == BloscFormat.SNAPPY || !HeapRoom.reserve(size)) {
      return fallback.decompress(chunk);
    }
    byte[] raw;
    try {
      raw = Blosc.decompress(chunk.bytes(), THREADS);
    } catch (RuntimeException e) {
      throw new CorruptChunkException("The Blosc chunk cannot be decompressed", e);
    } finally {
      HeapRoom.release(size);
    }
    if (raw.length != size) {
      throw new CorruptChunkException(
          "The Blosc chunk holds " + raw.length + " bytes instead of " + size);
    }
    return raw;
  }

  @Override
  public boolean prefersWhole(int size) {
    return size <= LEAST_IN_BLOCKS;
  }

  @Override
  public BlockDecoder blocks(BloscHeader header) {
    if (header.format() == BloscFormat.SNAPPY || header.blocksize() < LEAST_BLOCK) {
      return fallback.blocks(header);
    }
    return (frame, pieces) -> {
      byte[] raw = decompress(BloscChunk.alone(header, frame));
      pieces.take(header.blockPosition(frame.block()), raw, 0, raw.length);
    };
  }

  @Override
  public byte[] compress(byte[] raw, BloscOptions options) {
    int size = raw.length + BloscHeader.LENGTH;
    if (options.cname().equals("snappy") || !HeapRoom.reserve(size)) {
      return fallback.compress(raw, options);
    }
    try {
      return Blosc.compress(
          raw,
          options.typesize(),
          Compressor.fromString(options.cname()),
          options.clevel(),
          Shuffle.fromInt(options.shuffle()),
          options.blocksize(),
          THREADS);
    } finally {
      HeapRoom.release(size);
    }
  }
}
