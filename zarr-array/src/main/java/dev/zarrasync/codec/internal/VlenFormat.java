package dev.zarrasync.codec.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The form of strings and bytes of any length in raw chunks: how many there are, then the length of
 * each in bytes and its bytes. Counts and lengths take 4 bytes, little-endian (numcodecs, {@code
 * vlen-utf8} and {@code vlen-bytes}).
 */
public final class VlenFormat {

  private VlenFormat() {}

  /** Puts items one after the other. */
  public static byte[] join(byte[][] items) {
    long length = Integer.BYTES;
    for (byte[] item : items) {
      length += Integer.BYTES + item.length;
    }
    byte[] bytes = new byte[Math.toIntExact(length)];
    ByteBuffer rest = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(items.length);
    for (byte[] item : items) {
      rest.putInt(item.length).put(item);
    }
    return bytes;
  }

  /** Takes items apart that a codec has found to be whole. */
  public static byte[][] split(ByteBuffer raw) {
    ByteBuffer rest = raw.slice().order(ByteOrder.LITTLE_ENDIAN);
    byte[][] items = new byte[rest.getInt()][];
    for (int i = 0; i < items.length; i++) {
      items[i] = new byte[rest.getInt()];
      rest.get(items[i]);
    }
    return items;
  }
}
