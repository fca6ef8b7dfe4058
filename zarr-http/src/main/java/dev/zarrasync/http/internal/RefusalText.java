package dev.zarrasync.http.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;

/** The body of a refusal, or the start of a long one. */
final class RefusalText {

  private static final int MOST = 64 << 10;

  private final StringBuilder text = new StringBuilder();

  /** Takes the next bytes. */
  void take(ByteBuffer part) {
    if (!isLong()) {
      text.append(ISO_8859_1.decode(part));
    }
  }

  /** Says whether more is not wanted. */
  boolean isLong() {
    return text.length() > MOST;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
