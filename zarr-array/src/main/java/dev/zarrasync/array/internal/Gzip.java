package dev.zarrasync.array.internal;

import java.nio.ByteBuffer;

/** Gzip (RFC 1952), in which objects are sometimes stored though nothing says so. */
final class Gzip {

  private static final int MAGIC = 0x1f8b;

  private Gzip() {}

  /**
   * Ends the message about bytes that are not what they should be.
   *
   * @param bytes an object from its start; they stay unread
   * @return what to do if they are gzip, otherwise {@code ""}
   */
  static String hint(ByteBuffer bytes) {
    boolean isGzip = bytes.remaining() > 1 && bytes.getShort(bytes.position()) == (short) MAGIC;
    return isGzip ? ". Its bytes are gzip: store them unpacked" : "";
  }
}
