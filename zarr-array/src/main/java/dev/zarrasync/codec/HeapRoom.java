package dev.zarrasync.codec;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.StampedLock;

/**
 * Says whether the heap has ample room for an array that native code creates. Blosc-java does not
 * look whether the JVM could create it, and a full heap would crash the process instead of throwing
 * an {@link OutOfMemoryError}.
 */
final class HeapRoom {

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
