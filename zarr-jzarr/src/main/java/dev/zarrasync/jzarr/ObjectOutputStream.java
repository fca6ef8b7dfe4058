package dev.zarrasync.jzarr;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Collects an object and publishes it whole when it is first closed. Who closes it again, or at the
 * same time, waits until it is published.
 */
final class ObjectOutputStream extends ByteArrayOutputStream {

  /** Takes the object. */
  @FunctionalInterface
  interface Publisher {
    void publish(byte[] object) throws IOException;
  }

  private final Publisher publisher;
  private boolean closed;

  ObjectOutputStream(Publisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      publisher.publish(toByteArray());
    }
  }
}
