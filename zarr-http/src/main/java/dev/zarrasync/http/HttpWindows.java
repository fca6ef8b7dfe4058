package dev.zarrasync.http;

import java.util.List;
import org.eclipse.jetty.http2.BufferingFlowControlStrategy;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.jspecify.annotations.Nullable;

/**
 * The frames and flow-control windows of one connection (RFC 9113, sections 4.2 and 5.2).
 *
 * <p>A body that waits for admission fills its stream's window, which is therefore small. The
 * connection's window has room for as many of those as there are streams, so that they never hold
 * up a body that is being received. A body that is being received needs no window of its own: when
 * it has used up the first one, it gets as much as there can be.
 *
 * <p>So a stream's window is updated once, and only if more must come. Servers take updates of
 * streams that they have sent all of for an attack, if there are many.
 */
final class HttpWindows extends BufferingFlowControlStrategy {

  /** What a body that waits for admission may take, in bytes. */
  private static final int STREAM = 128 << 10;

  /** The largest frame that is asked for: those of 16 KiB, the least, would cost more time. */
  private static final int FRAME = 64 << 10;

  private static final int CONNECTION = HttpConnections.MOST_STREAMS * STREAM + (16 << 20);

  /** The share of the connection's window that is read before the server is told: 8 MiB. */
  private static final float UNTOLD = 0.25f;

  private HttpWindows() {
    super(UNTOLD);
  }

  static void use(HTTP2Client client) {
    client.setMaxFrameSize(FRAME);
    client.setInitialStreamRecvWindow(STREAM);
    client.setInitialSessionRecvWindow(CONNECTION);
    client.setFlowControlStrategyFactory(HttpWindows::new);
  }

  @Override
  public void onDataConsumed(Session session, @Nullable Stream stream, int length) {
    super.onDataConsumed(session, null, length);
    if (stream == null || stream.isRemotelyClosed()) {
      return;
    }
    int left = updateRecvWindow(stream, 0);
    // A server may wait until a whole frame fits.
    if (left < FRAME) {
      int more = Integer.MAX_VALUE - Math.max(0, left);
      updateRecvWindow(stream, more);
      sendWindowUpdate(session, stream, List.of(new WindowUpdateFrame(stream.getId(), more)));
    }
  }
}
