package dev.zarrasync.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.bc.zarr.ZarrArray;
import dev.zarrasync.array.PartialWriteException;
import dev.zarrasync.faults.Futures;
import dev.zarrasync.faults.Relay;
import dev.zarrasync.faults.ServerFixture;
import dev.zarrasync.integration.faults.Outcome.Harmless;
import dev.zarrasync.integration.faults.Outcome.None;
import dev.zarrasync.integration.faults.Outcome.Passes;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.testing.WebServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fault over each wire in each way: one that passes does no harm, and one that lasts is an
 * error of the kind that {@link Fault} states, which says where, after so many attempts at most.
 * Each has a server and a store of its own, and mostly waits: several run at once.
 */
class FaultMatrixTest extends ServerFixture {

  record Cell(Fault fault, Wire wire, Way way) {
    Outcome outcome() {
      return fault.outcome(wire, way);
    }

    Sample sample() {
      if (way == Way.WHILE_RECEIVING) {
        return Sample.MANY;
      }
      if (way == Way.SHARDS) {
        return Sample.SHARDS;
      }
      return fault.isOfRanges() && way != Way.DROP_IN ? Sample.LARGE : Sample.SMALL;
    }

    /** The last chunk is the one that is not asked for before the listing is there. */
    boolean isHit(String key) {
      return fault.isOfAnswers() && isHitByAnswers(key);
    }

    private boolean isHitByAnswers(String key) {
      return fault == Fault.STATUS_404
          ? key.equals(sample().key(sample().chunks() - 1))
          : key.matches(".*/\\d+");
    }

    /** The first request, and of a shard also the first for a chunk, after that for the index. */
    boolean isFirst(int number) {
      int ofChunk = outcome() instanceof Harmless ? 2 : 3;
      return number == 1 || (way == Way.SHARDS && number == ofChunk);
    }

    int hits() {
      return fault.isOfAnswers() ? (way == Way.SHARDS ? 2 : 1) * sample().chunks() : 0;
    }

    @Override
    public String toString() {
      return "%s, %s, %s: %s".formatted(fault, wire, way, outcome().told());
    }
  }

  private static final int FEW = 2;
  private static final int MANY = 8;

  static Stream<Cell> cells() {
    return Stream.of(Fault.values())
        .flatMap(
            fault ->
                Stream.of(Wire.values())
                    .flatMap(
                        wire -> Stream.of(Way.values()).map(way -> new Cell(fault, wire, way))));
  }

  @ParameterizedTest
  @MethodSource("cells")
  @Execution(ExecutionMode.CONCURRENT)
  void aFaultThatPassesDoesNoHarm(Cell cell) throws Exception {
    if (cell.outcome() instanceof Passes || cell.outcome() instanceof Harmless) {
      FaultyServer server = server(cell);
      if (cell.fault() == Fault.REFUSED) {
        assertGetsRightWhenItIsThere(cell, server);
      } else {
        server.hit((key, number) -> cell.isFirst(number) && cell.isHit(key) ? cell.fault() : null);
        AsyncStore store = opened(cell.wire().store(access(cell, url(cell, server, 1), MANY)));
        assertRight(cell, store, server.bucket());
        assertThat(server.injected()).isEqualTo(cell.hits());
      }
    } else {
      assertThat(cell.outcome().told()).isNotBlank();
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  @Execution(ExecutionMode.CONCURRENT)
  void aFaultThatLastsIsAnErrorThatSaysWhere(Cell cell) throws Exception {
    Outcome outcome = cell.outcome();
    if (outcome instanceof None none) {
      assertThat(none.reason()).isNotBlank();
      return;
    }
    FaultyServer server = server(cell);
    URI url = url(cell, server, Integer.MAX_VALUE);
    // What does no harm to the answer may leave connections that the next attempts meet.
    int attempts = outcome instanceof Harmless ? MANY : FEW;
    AsyncStore store = opened(cell.wire().store(access(cell, url, attempts)));
    server.hit((key, number) -> cell.isHit(key) ? cell.fault() : null);
    if (cell.fault() == Fault.STATUS_404 && cell.way() == Way.DROP_IN) {
      ZarrArray array = Way.open(store, cell.sample());
      awaitListing(cell, server, array);
      assertFails(cell, url, array::read);
    } else if (outcome instanceof Harmless) {
      assertRight(cell, store, server.bucket());
    } else {
      assertFails(cell, url, () -> cell.way().use(store, cell.sample()));
    }
    cell.sample().keys().forEach(key -> assertThat(server.requests(key)).isLessThan(100));
  }

  private static void assertRight(Cell cell, AsyncStore store, Bucket bucket) throws Exception {
    assertThat(cell.way().use(store, cell.sample())).isEqualTo(cell.sample().values());
    if (cell.way() == Way.WRITE) {
      for (int i = 0; i < Sample.BLANK.chunks(); i++) {
        assertThat(bucket.get(Sample.BLANK.key(i))).isEqualTo(bucket.get(Sample.SMALL.key(i)));
      }
    }
  }

  private static void assertFails(Cell cell, URI url, ThrowingCallable use) {
    Throwable error = catchThrowable(use);
    assertThat(error).isNotNull();
    Throwable cause = StoreException.unwrap(error);
    if (cause instanceof PartialWriteException partial) {
      assertThat(partial).hasMessageContaining(String.valueOf(partial.getCause().getMessage()));
      cause = partial.getCause();
    }
    assertThat(cause).isInstanceOf(StoreException.class);
    StoreException failure = (StoreException) cause;
    assertThat(failure.kind()).as(failure.getMessage()).isIn(cell.outcome().lasting());
    assertThat(failure.attempts()).isEqualTo(failure.kind().isTransient() ? FEW : 1);
    assertThat(failure)
        .hasMessageContainingAll("'" + failure.key() + "'", url + "/bucket/" + failure.key());
    if (cell.fault().isOfAnswers()) {
      assertThat(cell.isHit(failure.key())).isTrue();
    }
  }

  // ----------------------------------------------------------------------------------- Connections

  private static Access access(Cell cell, URI url, int attempts) {
    boolean timesOut = cell.outcome().lasting().contains(Kind.TIMEOUT);
    int patience = cell.way() == Way.WHILE_RECEIVING ? 1_500 : 400;
    return new Access(
        url,
        cell.fault() != Fault.NOT_TRUSTED,
        0,
        attempts,
        timesOut ? Duration.ofMillis(patience) : Duration.ofSeconds(10));
  }

  private FaultyServer server(Cell cell) throws Exception {
    return opened(new FaultyServer(cell.wire(), cell.sample().bucket()));
  }

  /** Where a store finds the server, or does not. */
  private URI url(Cell cell, FaultyServer server, int connections) throws Exception {
    return switch (cell.fault()) {
      case REFUSED -> URI.create("http://127.0.0.1:" + closedPort().getLocalPort());
      case NO_ADDRESS -> URI.create("http://host.invalid:9");
      case TLS_BROKEN_OFF, NOT_TRUSTED -> {
        String protocol = cell.wire() == Wire.HTTP_2 ? "h2" : "http/1.1";
        Relay relay = opened(new Relay(server.url(), WebServer.tlsListener(protocol)));
        relay.breakOffNext(cell.fault() == Fault.TLS_BROKEN_OFF ? connections : 0);
        yield URI.create("https://127.0.0.1:" + relay.port());
      }
      default -> server.url();
    };
  }

  /** A port that no one listens on, or takes as long as this is open. */
  private Socket closedPort() throws Exception {
    Socket socket = opened(new Socket());
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return socket;
  }

  /** No one sees how often a connection is refused, so the same store is used twice. */
  private void assertGetsRightWhenItIsThere(Cell cell, FaultyServer server) throws Exception {
    Socket closed = closedPort();
    int port = closed.getLocalPort();
    URI url = URI.create("http://127.0.0.1:" + port);
    AsyncStore store = opened(cell.wire().store(access(cell, url, FEW)));
    assertFails(cell, url, () -> cell.way().use(store, cell.sample()));
    closed.close();
    opened(new Relay(server.url(), new ServerSocket(port, 100, InetAddress.getLoopbackAddress())));
    assertRight(cell, store, server.bucket());
  }

  /** That the last chunk is fetched ahead tells that the listing has come. */
  private static void awaitListing(Cell cell, FaultyServer server, ZarrArray array)
      throws Exception {
    array.read(new int[] {2 * cell.sample().chunkLength()}, new int[1]);
    Futures.value(server.firstRequest(cell.sample().key(cell.sample().chunks() - 1)));
  }
}
