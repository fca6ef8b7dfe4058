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
}
