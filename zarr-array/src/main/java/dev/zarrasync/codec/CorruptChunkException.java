package dev.zarrasync.codec;

import java.io.IOException;

/**
 * The bytes of a chunk are damaged. The message says what is wrong with them, not whose they are.
 */
public final class CorruptChunkException extends IOException {

  private static final long serialVersionUID = 1L;

  CorruptChunkException(String message) {
    super(message);
  }

  CorruptChunkException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Refuses a chunk before memory is taken for what it cannot hold.
   *
   * @param what the encoded bytes, for the message
   * @param mostTimes by how much their format can shorten a chunk at most
   */
  static void ifTooShort(String what, byte[] encoded, int size, long mostTimes)
      throws CorruptChunkException {
    if (size > mostTimes * encoded.length) {
      throw new CorruptChunkException(
          "The %s of %d bytes cannot hold %d bytes".formatted(what, encoded.length, size));
    }
  }
}
