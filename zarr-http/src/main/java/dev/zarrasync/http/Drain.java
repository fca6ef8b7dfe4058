package dev.zarrasync.http;

import java.io.IOException;
import org.eclipse.jetty.io.Content;

/** Reads a body that is of no use, so that its connection stays of use; a long one is cut off. */
final class Drain {

  private static final int MOST = 64 << 10;

  private final Content.Source source;
  private int length;

  Drain(Content.Source source) {
    this.source = source;
  }

  void read() {
    while (length <= MOST) {
      Content.Chunk chunk = source.read();
      if (chunk == null) {
        source.demand(this::read);
        return;
      }
      length += chunk.remaining();
      chunk.release();
      if (chunk.isLast()) { // So is a failure.
        return;
      }
    }
    source.fail(new IOException("The body of an error is too long"));
  }
}
