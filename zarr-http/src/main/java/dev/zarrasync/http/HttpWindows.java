package dev.zarrasync.http;

import java.util.List;
import org.eclipse.jetty.http2.BufferingFlowControlStrategy;
import org.eclipse.jetty.http2.HTTP2Stream;
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
 * up a body that is being received. The window of a body that is being received is enlarged each
 * time it has been used up, by ever more as long as the body is read as fast as it comes. One that
 * is not gets no more until what has come is read, and then little, so that it takes little memory.
 *
 * <p>So a stream's window is updated a few times, and only if more must come. Servers take updates
 * of streams that they have sent all of for an attack, if there are many.
 */
final class HttpWindows extends BufferingFlowControlStrategy {

  /** What a body that waits for admission may take, in bytes. */
  private static final int STREAM = 128 << 10;

  /** By how much the window of a body is enlarged the first time: what comes in 20 ms, mostly. */
  private static final int FIRST_MORE = 1 << 20;

  private static final int MOST_MORE = 1 << 28;

  private static final String MORE = HttpWindows.class.getName();

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
    int more = left < FRAME ? more((HTTP2Stream) stream) : 0;
    if (more > 0) {
      updateRecvWindow(stream, more);
      sendWindowUpdate(session, stream, List.of(new WindowUpdateFrame(stream.getId(), more)));
    }
  }

  private static int more(HTTP2Stream stream) {
    boolean isReadAtOnce = stream.getDataLength() <= STREAM;
    int last = stream.getAttribute(MORE) instanceof Integer before ? before : FIRST_MORE / 4;
    int more = isReadAtOnce ? Math.min(MOST_MORE, 4 * last) : STREAM;
    stream.setAttribute(MORE, more);
    return isReadAtOnce ? more : 0;
  }
}
