package dev.zarrasync.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.util.Native;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.IOException;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * The codec of the compressor {@code zstd}: frames of Zstandard (RFC 8878). The library zstd-jni
 * does the work where it is on the class path and loads, else Java code, which encodes with a level
 * of its own and without a checksum.
 *
 * @param level of the library, 0 for its default
 * @param checksum whether frames end with one
 */
record ZstdCodec(int level, boolean checksum) implements Codec {

  /** A block of 128 KiB takes 4 bytes or more (RFC 8878, section 3.1.1.2). */
  static final long MOST_TIMES = (128 << 10) / 4;

  private static final boolean LIBRARY = hasLibrary();

  private static boolean hasLibrary() {
    try {
      return Library.isLoaded();
    } catch (LinkageError e) { // It is not on the class path, or not for this system.
      return false;
    }
  }

  static Codec of(Options options) {
    return new ZstdCodec(options.integer("level", 0), options.flag("checksum"));
  }

  @Override
  public byte[] decode(byte[] encoded) throws CorruptChunkException {
    byte[] raw = new byte[ZstdFrames.mostRaw(encoded)];
    int count = decode(encoded, raw);
    return count == raw.length ? raw : Arrays.copyOf(raw, count);
  }

  @Override
  public byte[] decode(byte[] encoded, int size) throws CorruptChunkException {
    CorruptChunkException.ifTooShort("zstd frame", encoded, size, MOST_TIMES);
    byte[] raw = new byte[size];
    checkSize(decode(encoded, raw), size);
    return raw;
  }

  /** Without a new array for each chunk. */
  @Override
  public void decode(byte[] encoded, int size, Pieces pieces) throws IOException {
    if (LIBRARY && size <= Library.MOST_KEPT) {
      CorruptChunkException.ifTooShort("zstd frame", encoded, size, MOST_TIMES);
      Library.decode(encoded, size, pieces);
    } else {
      Codec.super.decode(encoded, size, pieces);
    }
  }

  private static int decode(byte[] encoded, byte[] raw) throws CorruptChunkException {
    return (int) (LIBRARY ? Library.decode(encoded, raw) : decodeInJava(encoded, raw));
  }

  private static void checkSize(long count, int size) throws CorruptChunkException {
    if (count < size) {
      throw new CorruptChunkException("The zstd frame holds " + count + " of " + size + " bytes");
    }
  }

  static long decodeInJava(byte[] encoded, byte[] raw) throws CorruptChunkException {
    try {
      return new ZstdDecompressor().decompress(encoded, 0, encoded.length, raw, 0, raw.length);
    } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new CorruptChunkException("The zstd frame is broken: " + e.getMessage(), e);
    }
  }

  @Override
  public byte[] encode(byte[] raw) {
    return LIBRARY ? Library.encode(raw, this) : encodeInJava(raw);
  }

  static byte[] encodeInJava(byte[] raw) {
    ZstdCompressor compressor = new ZstdCompressor();
    byte[] encoded = new byte[compressor.maxCompressedLength(raw.length)];
    return Arrays.copyOf(
        encoded, compressor.compress(raw, 0, raw.length, encoded, 0, encoded.length));
  }

  /** The optional zstd-jni. */
  private static final class Library {

    /** The length of the longest array that is kept for the next chunk. */
    static final int MOST_KEPT = 8 << 20;

    /** What decoding takes, and is expensive to make for each chunk. */
    private static final class Bench {
      final ZstdDecompressCtx context = new ZstdDecompressCtx();
      byte[] raw = {};
    }

    /** One for each processor: more chunks than that are not decoded at once for long. */
    private static final Queue<Bench> IDLE =
        new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    static boolean isLoaded() {
      Native.load();
      return Native.isLoaded();
    }

    static long decode(byte[] encoded, byte[] raw) throws CorruptChunkException {
      Bench bench = take();
      try {
        return decode(bench, encoded, raw, raw.length);
      } finally {
        giveBack(bench);
      }
    }

    static void decode(byte[] encoded, int size, Pieces pieces) throws IOException {
      Bench bench = take();
      try {
        if (bench.raw.length < size) {
          bench.raw = new byte[size];
        }
        checkSize(decode(bench, encoded, bench.raw, size), size);
        pieces.take(0, bench.raw, 0, size);
      } finally {
        giveBack(bench);
      }
    }

    private static long decode(Bench bench, byte[] encoded, byte[] raw, int size)
        throws CorruptChunkException {
      try {
        return bench.context.decompressByteArray(raw, 0, size, encoded, 0, encoded.length);
      } catch (ZstdException e) {
        throw new CorruptChunkException("The zstd frame is broken: " + e.getMessage(), e);
      }
    }

    private static Bench take() {
      Bench idle = IDLE.poll();
      return idle == null ? new Bench() : idle;
    }

    private static void giveBack(Bench bench) {
      if (!IDLE.offer(bench)) {
        bench.context.close();
      }
    }

    static byte[] encode(byte[] raw, ZstdCodec codec) {
      try (ZstdCompressCtx context = new ZstdCompressCtx()) {
        context.setLevel(codec.level == 0 ? Zstd.defaultCompressionLevel() : codec.level);
        context.setChecksum(codec.checksum);
        return context.compress(raw);
      }
    }
  }
}
