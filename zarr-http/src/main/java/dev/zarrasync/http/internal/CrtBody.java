package dev.zarrasync.http.internal;

import java.nio.ByteBuffer;
import software.amazon.awssdk.crt.http.HttpRequestBodyStream;

/** A body as the AWS Common Runtime takes it, to send or to sign it. For one thread at a time. */
public final class CrtBody implements HttpRequestBodyStream {

  private final ByteBuffer all;
  private ByteBuffer rest;

  /**
   * Has given nothing yet.
   *
   * @param all the body, which is not changed
   */
  public CrtBody(ByteBuffer all) {
    this.all = all;
    this.rest = all.duplicate();
  }

  @Override
  public boolean sendRequestBody(ByteBuffer out) {
    int count = Math.min(out.remaining(), rest.remaining());
    out.put(rest.slice(rest.position(), count));
    rest.position(rest.position() + count);
    return !rest.hasRemaining();
  }

  @Override
  public boolean resetPosition() {
    rest = all.duplicate();
    return true;
  }

  @Override
  public long getLength() {
    return all.remaining();
  }
}
