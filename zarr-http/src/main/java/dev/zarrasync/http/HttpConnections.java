package dev.zarrasync.http;

import dev.zarrasync.http.HttpClientOptions.Connections;
import java.util.Objects;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.MultiplexConnectionPool;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.transport.HttpDestination;
import org.eclipse.jetty.util.ConcurrentPool;
import org.eclipse.jetty.util.ConcurrentPool.StrategyType;
import org.eclipse.jetty.util.Pool;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one host: few if they speak HTTP/2, more if they turn out to speak HTTP/1.1.
 *
 * <p>Over HTTP/2 a connection is opened for each {@link #SPREAD} requests in flight. When there are
 * as many as allowed, requests go to each in turn, so that no connection's flow-control window is a
 * ceiling.
 */
final class HttpConnections extends MultiplexConnectionPool {

  /** How many requests a connection takes while another may be opened. */
  static final int SPREAD = 8;

  /** What most servers allow, and what {@link HttpWindows} has room for. */
  static final int MOST_STREAMS = 128;

  private final HttpDestination destination;
  private final Connections most;
  private final Limit limit;

  HttpConnections(HttpDestination destination, Connections most) {
    this(destination, most, new Limit(mayBeHttp2(destination) ? most.http2() : most.http1()));
  }

  private HttpConnections(HttpDestination destination, Connections most, Limit limit) {
    super(destination, () -> limit.newPool(Math.max(most.http2(), most.http1())), 1);
    this.destination = destination;
    this.most = most;
    this.limit = limit;
  }

  private static boolean mayBeHttp2(HttpDestination destination) {
    Origin.Protocol protocol = destination.getOrigin().getProtocol();
    return protocol != null
        && protocol.getProtocols().stream().anyMatch(name -> name.startsWith("h2"));
  }

  @Override
  protected void onCreated(Connection connection) {
    super.onCreated(connection);
    if (!(connection instanceof MaxMultiplexable) && limit.connections != most.http1()) {
      limit.connections = most.http1();
      preCreateConnections(destination.getQueuedRequestCount());
    }
  }

  /** How many connections there may be, which changes, and how many requests each takes. */
  private static final class Limit {

    volatile int connections;
    private volatile @Nullable Pool<Connection> pool;

    Limit(int connections) {
      this.connections = connections;
    }

    Pool<Connection> newPool(int most) {
      Pool<Connection> made =
          new ConcurrentPool<>(StrategyType.ROUND_ROBIN, most, this::requests) {
            @Override
            public synchronized Pool.@Nullable Entry<Connection> reserve() {
              return size() < connections ? super.reserve() : null;
            }
          };
      pool = made;
      return made;
    }

    private int requests(Connection connection) {
      if (!(connection instanceof MaxMultiplexable http2)) {
        return 1;
      }
      boolean mayOpenMore = Objects.requireNonNull(pool).size() < connections;
      return Math.min(mayOpenMore ? SPREAD : MOST_STREAMS, http2.getMaxMultiplex());
    }
  }
}
