package dev.zarrasync.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.Futures;
import dev.zarrasync.fetch.Admission;
import dev.zarrasync.fetch.Body;
import dev.zarrasync.fetch.BodyCheck;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.Test;

class BodyReceiverTest extends TransportFixture {

  private static final byte[] BODY = "part by part".getBytes(US_ASCII);

  /** Says which reads are within its callbacks. */
  private static final class Received implements Content.Source {
    final Content.Source parts = Content.Source.from(ByteBuffer.wrap(BODY, 0, 5), rest());
    boolean calling;

    private static ByteBuffer rest() {
      return ByteBuffer.wrap(BODY, 5, BODY.length - 5);
    }

    @Override
    public Content.Chunk read() {
      assertThat(calling).isTrue();
      return parts.read();
    }

    @Override
    public void demand(Runnable callback) {
      calling = true;
      callback.run();
      calling = false;
    }

    @Override
    public void fail(Throwable failure) {
      throw new AssertionError(failure);
    }
  }

  /** Has room for one part at a time. */
  private static final class SlowBody implements Body {
    final ByteBuffer all = ByteBuffer.allocate(BODY.length);
    final Deque<Runnable> onRoom = new ArrayDeque<>();
    boolean ready = true;

    @Override
    public void put(ByteBuffer part) {
      all.put(part);
      ready = false;
    }

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void whenReady(Runnable action) {
      onRoom.add(action);
    }

    @Override
    public CompletableFuture<String> end() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public byte[] bytes() {
      return all.array();
    }
  }

  /** Elsewhere, the client may be letting go of what there is. */
  @Test
  void theClientIsReadFromWhereItCalls() throws Exception {
    SlowBody body = new SlowBody();
    BodyReceiver receiver =
        new BodyReceiver(
            transport(URI.create("http://127.0.0.1/")),
            "key",
            ExpectedBody.all(BODY.length, false),
            new Received(),
            BodyCheck.NONE,
            Admission.OPEN.into((length, check) -> body));

    receiver.receive();
    while (!body.onRoom.isEmpty()) {
      body.ready = true;
      body.onRoom.poll().run();
    }
    assertThat(Futures.value(receiver.result())).isEqualTo(BODY);
  }
}
