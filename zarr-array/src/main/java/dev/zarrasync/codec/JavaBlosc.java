package dev.zarrasync.codec;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

/** Blosc in Java alone. */
final class JavaBlosc implements BloscEngine {

  static final JavaBlosc INSTANCE = new JavaBlosc();

  private JavaBlosc() {}

  @Override
  public byte[] decompress(BloscChunk chunk) throws CorruptChunkException {
    byte[] raw = new byte[chunk.header().nbytes()];
    var blocks = new Blocks(chunk.header());
    for (int i = 0; i < chunk.frames().count(); i++) {
      blocks.decodeTo(raw, chunk.frame(i));
    }
    return raw;
  }

  @Override
  public boolean prefersWhole(int size) {
    return false;
  }

  @Override
  public BlockDecoder blocks(BloscHeader header) {
    return new Blocks(header);
  }

  @Override
  public byte[] compress(byte[] raw, BloscOptions options) {
    return new BloscEncoder(raw, options).encode();
  }

  /** Decodes the blocks of one chunk, each from its checked frame. Immutable. */
  private record Blocks(BloscHeader header, BloscFilter filter) implements BlockDecoder {

    Blocks(BloscHeader header) {
      this(header, header.filter());
    }

    @Override
    public void handOn(BloscChunk.Frame frame, Codec.Pieces pieces) throws CorruptChunkException {
      int length = header.blockLength(frame.block());
      Scratch scratch = Scratch.take();
      byte[] raw = scratch.raw(length);
      decode(frame, scratch, new Slice(raw, 0, length));
      pieces.take(header.blockPosition(frame.block()), raw, 0, length);
      scratch.giveBack();
    }

    /** Decodes a block to its place in the raw chunk. */
    void decodeTo(byte[] raw, BloscChunk.Frame frame) throws CorruptChunkException {
      int block = frame.block();
      Scratch scratch = Scratch.take();
      var place = new Slice(raw, header.blockPosition(block), header.blockLength(block));
      decode(frame, scratch, place);
      scratch.giveBack();
    }

    private void decode(BloscChunk.Frame frame, Scratch scratch, Slice raw)
        throws CorruptChunkException {
      byte[] filtered = scratch.filtered(raw.length);
      StreamDecoder decoder = scratch.decoder(header.format());
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

  /** Decodes the streams of a chunk. Not safe for use by many threads at once. */
  @FunctionalInterface
  private interface StreamDecoder {

    /** Decodes a stream into {@code raw} and returns how many bytes it holds. */
    int decode(Slice encoded, Slice raw) throws CorruptChunkException;

    static StreamDecoder of(BloscHeader.Format format) {
      return switch (format) {
        case BLOSCLZ -> BloscLz::decode;
        case LZ4 -> of(new Lz4Decompressor());
        case SNAPPY -> of(new SnappyDecompressor());
        case ZLIB -> ZlibCodec::inflate;
        case ZSTD -> of(new ZstdDecompressor());
      };
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

  /**
   * What the decoding of a block takes besides frame and result. All decoders share a few of them,
   * so that many that wait for bytes take no memory for it.
   */
  private static final class Scratch {

    /** Larger blocks are rare: c-blosc's own choice is mostly smaller. */
    private static final int MOST_KEPT = 1 << 20;

    /** The last one used comes first: it is in the processor's cache. */
    private static final BlockingDeque<Scratch> IDLE =
        new LinkedBlockingDeque<>(Runtime.getRuntime().availableProcessors());

    private final Map<BloscHeader.Format, StreamDecoder> decoders =
        new EnumMap<>(BloscHeader.Format.class);
    private byte[] raw = new byte[0];
    private byte[] filtered = new byte[0];

    /** Takes one for the current thread alone. */
    static Scratch take() {
      Scratch idle = IDLE.pollFirst();
      return idle == null ? new Scratch() : idle;
    }

    /** Lets others have it; not after a failure, which may have left a decoder in any state. */
    void giveBack() {
      if (raw.length <= MOST_KEPT && filtered.length <= MOST_KEPT) {
        IDLE.offerFirst(this);
      }
    }

    /** Room for a raw block of {@code length} bytes. */
    byte[] raw(int length) {
      if (raw.length < length) {
        raw = new byte[length];
      }
      return raw;
    }

    /** Room for a filtered block of {@code length} bytes. */
    byte[] filtered(int length) {
      if (filtered.length < length) {
        filtered = new byte[length];
      }
      return filtered;
    }

    StreamDecoder decoder(BloscHeader.Format format) {
      return decoders.computeIfAbsent(format, StreamDecoder::of);
    }
  }
}
