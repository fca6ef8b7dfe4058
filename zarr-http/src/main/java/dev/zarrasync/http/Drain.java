package dev.zarrasync.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import org.eclipse.jetty.io.Content;

/** Reads the body of an error, so that its connection stays of use; a long one is cut off. */
final class Drain {

  private static final int MOST = 64 << 10;

  private final Content.Source source;
  private final StringBuilder text = new StringBuilder();
  private volatile boolean cut;

  Drain(Content.Source source) {
    this.source = source;
  }

  void read() {
    while (text.length() <= MOST) {
      Content.Chunk chunk = source.read();
      if (chunk == null) {
        source.demand(this::read);
        return;
      }
      text.append(ISO_8859_1.decode(chunk.getByteBuffer()));
      chunk.release();
      if (chunk.isLast()) { // So is a failure.
        return;
      }
    }
    cut = true;
    source.fail(new IOException("The body of an error is too long"));
  }

  /** What has come, to be asked for when the answer is over. */
  String text() {
    return text.toString();
  }

  /** Says whether more was not wanted. */
  boolean isCut() {
    return cut;
  }
}
