package dev.zarrasync.benchmarks.server;

import dev.zarrasync.benchmarks.server.Response.Afterwards;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection of the server: a request at a time, its answer after the delay, in its pace. */
final class Connection {

  /** How much is sent at once where the bandwidth is bounded. */
  private static final long STEP = 1 << 18;

  private static final int MAX_HEAD = 1 << 14;
  private static final ByteBuffer CONTINUE = Response.head("100 Continue", "");

  private final BenchServer server;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer head = ByteBuffer.allocate(MAX_HEAD);

  private int round = -1;
  private @Nullable Request request;
  private @Nullable Response response;
  private @Nullable Pace pace;

  Connection(BenchServer server, SocketChannel channel, SelectionKey key) {
    this.server = server;
    this.channel = channel;
    this.key = key;
  }

  /** Does what the channel is ready for. */
  void proceed() {
    try {
      if (response != null) {
        write(response);
      } else {
        read();
      }
    } catch (IOException | RuntimeException e) {
      close();
    }
  }

  private void read() throws IOException {
    if (request == null) {
      ByteBuffer scratch = server.scratch();
      scratch.limit(head.remaining());
      if (channel.read(scratch) < 0) {
        close();
        return;
      }
      head.put(scratch.flip());
      startRequest();
    }
    if (request != null && request.body().hasRemaining() && channel.read(request.body()) < 0) {
      close();
    } else if (request != null && !request.body().hasRemaining()) {
      answer(request);
    }
  }

  private void startRequest() throws IOException {
    int end = Request.headEnd(head);
    if (end < 0) {
      return;
    }
    request = Request.parse(head, end);
    head.flip().position(end);
    ByteBuffer body = request.body();
    body.put(head.slice().limit(Math.min(head.remaining(), body.remaining())));
    head.clear();
    if (request.expectsContinue()) {
      channel.write(CONTINUE.duplicate());
    }
  }

  private void answer(Request complete) {
    Counters counters = server.responder().counters();
    // Nothing is read meanwhile: a client that hangs up is noticed when it is answered.
    key.interestOps(0);
    if (complete.isControl()) {
      begin(server.responder().control(complete), null);
      return;
    }
    round = counters.start(complete.isList() ? "LIST" : complete.method(), round);
    Trouble trouble = server.responder().trouble();
    if (trouble.isOut()) {
      begin(Response.reset(), null);
    } else if (!trouble.capacity().serve(() -> serve(complete, trouble))) {
      begin(Responder.slowDown(complete), null);
    }
  }

  private void serve(Request complete, Trouble trouble) {
    Counters counters = server.responder().counters();
    long now = System.nanoTime();
    long late = counters.delayMillis() + trouble.nextDelayMillis();
    Response answer = server.responder().answerOrFail(complete);
    long bandwidth = counters.bandwidth();
    // A body is taken as fast as it comes, and answered when it could have come.
    long sent = bandwidth == 0 ? 0 : complete.body().capacity() * 1_000_000_000L / bandwidth;
    server.at(
        now + TimeUnit.MILLISECONDS.toNanos(late) + sent,
        () -> {
          trouble.capacity().served();
          begin(answer, bandwidth == 0 ? null : new Pace(bandwidth));
        });
  }

  private void begin(Response ready, @Nullable Pace own) {
    response = ready;
    pace = own;
    proceed();
  }

  private void write(Response current) throws IOException {
    while (!current.isOver()) {
      long allowed = pace == null ? Long.MAX_VALUE : pace.allowed();
      if (!current.write(channel, server.scratch(), allowed)) {
        key.interestOps(SelectionKey.OP_WRITE);
        return;
      }
      if (pace != null && !current.isOver() && current.sent() >= allowed) {
        key.interestOps(0);
        server.at(pace.due(current.sent() + Math.min(STEP, current.left())), this::proceed);
        return;
      }
    }
    if (current.afterwards() == Afterwards.OPEN) {
      forget();
      key.interestOps(SelectionKey.OP_READ);
      return;
    }
    if (current.afterwards() == Afterwards.RESET) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }
    close();
  }

  private void forget() {
    if (response != null && request != null && !request.isControl()) {
      server.responder().counters().end();
    }
    request = null;
    response = null;
  }

  private void close() {
    forget();
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      System.err.println("A connection is left open: " + e);
    }
  }
}
