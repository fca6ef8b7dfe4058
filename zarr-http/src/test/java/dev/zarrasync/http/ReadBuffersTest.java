package dev.zarrasync.http;

import static dev.zarrasync.faults.Futures.value;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrasync.faults.FaultServer.Exchange;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.GetOptions;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.jetty.client.transport.HttpReceiver;
import org.junit.jupiter.api.Test;

/** What a connection has received stays, whatever becomes of another one. */
class ReadBuffersTest extends TransportFixture {

  private static final byte[] BODY = "as it is".getBytes(US_ASCII);

  private final CompletableFuture<Void> isAwaited = new CompletableFuture<>();
  private final CompletableFuture<Void> headHasCome = new CompletableFuture<>();
  private final CompletableFuture<Void> isReset = new CompletableFuture<>();
  private final CompletableFuture<Thread> failing = new CompletableFuture<>();
  private final CompletableFuture<Void> nextHasCome = new CompletableFuture<>();
  private final CompletableFuture<Void> nextIsLetIn = new CompletableFuture<>();

  /** The next one has its answer before the client is done with the one that fails. */
  @Test
  void aConnectionThatFailsTakesNothingFromTheNext() throws Exception {
    HttpTransport transport = transport(server(this::answer));
    CompletableFuture<CompletableFuture<Fetched>> next =
        transport
            .get("broken", GetOptions.ALL, this::letInWhenReset)
            .handle((fetched, failure) -> next(transport));
    isAwaited.complete(null);
    CompletableFuture<Fetched> got = value(next);
    awaitReturn(value(failing));
    nextIsLetIn.complete(null);

    assertThat(((Found) value(got)).bytes()).isEqualTo(BODY);
  }

  private void answer(Exchange exchange) throws IOException {
    if (exchange.line().contains("next")) {
      exchange.send(200, "", BODY);
      return;
    }
    exchange.write(200, "Content-Length: " + BODY.length + "\r\n", new byte[1]);
    headHasCome.join();
    exchange.reset();
    isReset.complete(null);
  }

  private CompletableFuture<Void> letInWhenReset(long bytes) {
    isAwaited.join();
    headHasCome.complete(null);
    isReset.join();
    return isReset;
  }

  private CompletableFuture<Fetched> next(HttpTransport transport) {
    failing.complete(Thread.currentThread());
    CompletableFuture<Fetched> next =
        transport.get(
            "next",
            GetOptions.ALL,
            bytes -> {
              nextHasCome.complete(null);
              return nextIsLetIn;
            });
    nextHasCome.join();
    return next;
  }

  /** Nothing tells but the stack. */
  private static void awaitReturn(Thread thread) {
    while (Stream.of(thread.getStackTrace()).anyMatch(ReadBuffersTest::isReceiving)) {
      Thread.onSpinWait();
    }
  }

  private static boolean isReceiving(StackTraceElement frame) {
    return frame.getClassName().startsWith(HttpReceiver.class.getPackageName());
  }
}
