package dev.zarrasync.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers in byte arrays. */
final class LittleEndian {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  static short getShort(byte[] array, int offset) {
    return (short) SHORT.get(array, offset);
  }

  static int getInt(byte[] array, int offset) {
    return (int) INT.get(array, offset);
  }

  static long getLong(byte[] array, int offset) {
    return (long) LONG.get(array, offset);
  }

  static void putShort(byte[] array, int offset, short value) {
    SHORT.set(array, offset, value);
  }

  static void putInt(byte[] array, int offset, int value) {
    INT.set(array, offset, value);
  }

  static void putLong(byte[] array, int offset, long value) {
    LONG.set(array, offset, value);
  }
}
