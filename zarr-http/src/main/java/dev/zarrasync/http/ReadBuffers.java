package dev.zarrasync.http;

import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * The memory that the client reads into. Each use of a buffer has a position, a limit and a count
 * of its own: when a connection fails, the client may clear a buffer that it has given back, and
 * another connection would lose what it has received into the same memory. See <a
 * href="https://github.com/jetty/jetty.project/issues/12934">Jetty's issue 12934</a>.
 */
final class ReadBuffers extends ByteBufferPool.Wrapper {

  /**
   * How much memory is kept for reads, in bytes. What bodies have received that wait for admission
   * is taken from it: where it is used up, each read takes new memory, which costs more than the
   * read.
   */
  private static final int MOST_KEPT = 32 << 20;

  ReadBuffers() {
    super(new ArrayByteBufferPool(0, -1, -1, Integer.MAX_VALUE, MOST_KEPT, MOST_KEPT));
  }

  @Override
  public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
    RetainableByteBuffer pooled = super.acquire(size, direct);
    return RetainableByteBuffer.wrap(pooled.getByteBuffer().duplicate(), pooled::release);
  }
}
