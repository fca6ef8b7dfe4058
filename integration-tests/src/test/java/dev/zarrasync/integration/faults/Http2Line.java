package dev.zarrasync.integration.faults;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;

/** An answer over HTTP/2, frame by frame: each is sent when the one before is. */
final class Http2Line implements Line {

  /** The head of a HEADERS frame of 100 bytes (RFC 9113, section 6.2), with a few of them. */
  private static final int[] PART_OF_HEADERS = {0, 0, 100, 1, 4, 0, 0, 0, 1, 0x88, 0x5c};

  private static final Executor NOW_AND_THEN =
      CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

  private CompletableFuture<Stream> sent;

  Http2Line(Stream stream) {
    sent = CompletableFuture.completedFuture(stream);
  }

  static Question question(HeadersFrame frame) {
    MetaData.Request request = (MetaData.Request) frame.getMetaData();
    return new Question(
        request.getMethod(),
        request.getHttpURI().getPathQuery(),
        header(request, HttpHeader.RANGE),
        header(request, HttpHeader.AUTHORIZATION),
        new byte[0]);
  }

  private static String header(MetaData.Request request, HttpHeader name) {
    return Objects.toString(request.getHttpFields().get(name), "");
  }

  @Override
  public void begin(Answer answer, int announced, byte[] bytes) {
    HttpFields.Mutable fields = HttpFields.build().put(HttpHeader.CONTENT_LENGTH, announced);
    answer.headers().forEach(fields::put);
    MetaData.Response head =
        new MetaData.Response(answer.status(), null, HttpVersion.HTTP_2, fields);
    sent =
        sent.thenCompose(
            stream -> stream.headers(new HeadersFrame(stream.getId(), head, null, false)));
    data(bytes, false);
  }

  private void data(byte[] bytes, boolean last) {
    sent =
        sent.thenCompose(
            stream -> stream.data(new DataFrame(stream.getId(), ByteBuffer.wrap(bytes), last)));
  }

  @Override
  public void end() {
    data(new byte[0], true);
  }

  @Override
  public void beginHead() {
    ByteBuffer part = ByteBuffer.allocate(PART_OF_HEADERS.length);
    for (int value : PART_OF_HEADERS) {
      part.put((byte) value);
    }
    sent =
        sent.thenCompose(
            stream -> {
              CompletableFuture<Stream> written = new CompletableFuture<>();
              part.flip();
              session(stream)
                  .getEndPoint()
                  .write(Callback.from(() -> written.complete(stream)), part);
              return written;
            });
  }

  @Override
  public void drip() {
    then(Http2Line::drip);
  }

  private static void drip(Stream stream) {
    if (!stream.isClosed() && !stream.isReset()) {
      stream
          .data(new DataFrame(stream.getId(), ByteBuffer.allocate(1), false))
          .thenRunAsync(() -> drip(stream), NOW_AND_THEN);
    }
  }

  @Override
  public void breakOff() {
    then(stream -> session(stream).getEndPoint().close());
  }

  @Override
  public void goAway() {
    GoAwayFrame unprocessed = new GoAwayFrame(0, ErrorCode.NO_ERROR.code, null);
    then(stream -> session(stream).goAway(unprocessed, Callback.NOOP));
  }

  @Override
  public void resetStream() {
    then(
        stream ->
            stream.reset(
                new ResetFrame(stream.getId(), ErrorCode.INTERNAL_ERROR.code), Callback.NOOP));
  }

  private void then(Consumer<Stream> action) {
    sent.thenAccept(action);
  }

  private static HTTP2Session session(Stream stream) {
    return (HTTP2Session) stream.getSession();
  }
}
