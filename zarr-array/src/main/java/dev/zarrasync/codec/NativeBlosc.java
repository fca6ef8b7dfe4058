package dev.zarrasync.codec;

import com.scalableminds.bloscjava.Blosc;
import com.scalableminds.bloscjava.Blosc.Compressor;
import com.scalableminds.bloscjava.Blosc.Shuffle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.StampedLock;

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
    if (chunk.header().format() == BloscHeader.Format.SNAPPY || !HeapRoom.reserve(size)) {
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
    if (header.format() == BloscHeader.Format.SNAPPY || header.blocksize() < LEAST_BLOCK) {
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

  /**
   * Says whether the heap has ample room for an array that native code creates. Blosc-java does not
   * look whether the JVM could create it, and a full heap would crash the process instead of
   * throwing an {@link OutOfMemoryError}.
   */
  private static final class HeapRoom {

    private static final long MAX = Runtime.getRuntime().maxMemory();

    /** What must stay free for all other threads while native code runs. */
    private static final long MARGIN = MAX / 4;

    /** A larger array may find no contiguous room in spite of enough free memory. */
    private static final long LARGEST = MAX / 32;

    private static final AtomicLong RESERVED = new AtomicLong();

    /** Read-locked during native calls. */
    private static final StampedLock NATIVE = new StampedLock();

    private HeapRoom() {}

    /** Returns true if there is room for {@code size} bytes; {@link #release} must follow then. */
    static boolean reserve(int size) {
      NATIVE.readLock();
      long reserved = RESERVED.addAndGet(size);
      if (size <= LARGEST && free() - 2 * reserved >= MARGIN) {
        return true;
      }
      release(size);
      awaitNativeCalls();
      return false;
    }

    private static long free() {
      Runtime runtime = Runtime.getRuntime();
      long total;
      long free;
      do {
        total = runtime.totalMemory();
        free = runtime.freeMemory();
        // A collection in between may have made the heap larger, and what is free with it.
      } while (runtime.totalMemory() != total);
      return MAX - total + free;
    }

    static void release(int size) {
      RESERVED.addAndGet(-size);
      NATIVE.tryUnlockRead();
    }

    /** What the caller does instead takes memory, which the calls under way may still need. */
    private static void awaitNativeCalls() {
      NATIVE.unlockWrite(NATIVE.writeLock());
    }
  }
}
