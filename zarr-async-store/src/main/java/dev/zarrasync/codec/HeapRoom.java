package dev.zarrasync.codec;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Says whether the heap surely has room for an array that native code creates. Blosc-java does not
 * look whether the JVM could create it, and a heap without room would crash the process instead of
 * throwing an {@link OutOfMemoryError}.
 */
final class HeapRoom {

  private static final long MAX = Runtime.getRuntime().maxMemory();

  /** What must stay free for the other threads. */
  private static final long MARGIN = MAX / 16;

  /** A larger array may find no contiguous room in spite of enough free memory. */
  private static final long LARGEST = MAX / 32;

  private static final AtomicLong RESERVED = new AtomicLong();

  private HeapRoom() {}

  /** Returns true if there is room for {@code size} bytes; a {@link #release} must follow then. */
  static boolean reserve(int size) {
    long reserved = RESERVED.addAndGet(size);
    Runtime runtime = Runtime.getRuntime();
    long free = MAX - runtime.totalMemory() + runtime.freeMemory();
    if (size <= LARGEST && free - 2 * reserved >= MARGIN) {
      return true;
    }
    release(size);
    return false;
  }

  static void release(int size) {
    RESERVED.addAndGet(-size);
  }
}
