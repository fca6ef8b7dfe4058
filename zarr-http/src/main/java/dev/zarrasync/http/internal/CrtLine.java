package dev.zarrasync.http.internal;

import java.time.Duration;
import software.amazon.awssdk.crt.http.Http2StreamManager;
import software.amazon.awssdk.crt.http.Http2StreamManagerOptions;
import software.amazon.awssdk.crt.http.HttpClientConnection;
import software.amazon.awssdk.crt.http.HttpClientConnectionManagerOptions;
import software.amazon.awssdk.crt.http.HttpVersion;

/** A connection, and what is on it. Guarded by its {@link CrtPool}. */
abstract class CrtLine implements AutoCloseable {

  /** Sooner than devices between forget connections. */
  private static final long MOST_IDLE = Duration.ofMinutes(1).toNanos();

  final boolean http2;

  /** How many requests it takes at once. */
  int most;

  int inFlight;

  /** Whether it is to close when nothing is on it any more. */
  boolean retired;

  private long requests;

  /** When it was last used, or something came. */
  private volatile long heard = System.nanoTime();

  private CrtLine(boolean http2) {
    this.http2 = http2;
    this.most = http2 ? CrtPool.MOST_STREAMS : 1;
  }

  void add(CrtCall call) {
    call.line = this;
    call.number = requests++;
    call.sentAt = System.nanoTime();
    inFlight++;
  }

  /** Hears that something has come. */
  void hear() {
    heard = System.nanoTime();
  }

  /** Says whether it has been idle for so long that it may be gone without a word. */
  boolean isStale() {
    return inFlight == 0 && System.nanoTime() - heard > MOST_IDLE;
  }

  /** Says whether nothing has come since a request was sent that was then given up. */
  boolean isSilentSince(CrtCall call) {
    return call.isAborted() && heard - call.sentAt < 0;
  }

  /**
   * Sends a request.
   *
   * @return false if it takes no more
   */
  abstract boolean start(CrtCall call);

  abstract boolean isOpen();

  @Override
  public abstract void close();

  /** A connection whose version is known by now. */
  static final class Single extends CrtLine {

    private final HttpClientConnection connection;

    Single(HttpClientConnection connection) {
      super(connection.getVersion() == HttpVersion.HTTP_2);
      this.connection = connection;
    }

    @Override
    boolean start(CrtCall call) {
      return call.start(connection, http2);
    }

    @Override
    boolean isOpen() {
      return connection.isOpen();
    }

    @Override
    public void close() {
      // Or else it would be kept for others.
      connection.shutdown();
      connection.close();
    }
  }

  /**
   * One to a host without TLS that is known to speak HTTP/2. The runtime makes them only for a
   * manager of streams, which therefore has one each: what happens to it is told by its streams.
   */
  static final class Known extends CrtLine {

    private final Http2StreamManager streams;

    Known(HttpClientConnectionManagerOptions options) {
      super(true);
      this.streams =
          Http2StreamManager.create(
              new Http2StreamManagerOptions()
                  .withPriorKnowledge(true)
                  .withIdealConcurrentStreamsPerConnection(CrtPool.MOST_STREAMS)
                  .withMaxConcurrentStreamsPerConnection(CrtPool.MOST_STREAMS)
                  .withConnectionManagerOptions(options.withMaxConnections(1)));
    }

    @Override
    boolean start(CrtCall call) {
      call.acquire(streams);
      return true;
    }

    @Override
    boolean isOpen() {
      return !retired;
    }

    @Override
    public void close() {
      streams.close();
    }
  }
}
