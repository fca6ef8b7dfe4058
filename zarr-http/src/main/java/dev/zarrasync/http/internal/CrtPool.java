package dev.zarrasync.http.internal;

import static java.util.Objects.requireNonNull;

import dev.zarrasync.fetch.internal.Workers;
import dev.zarrasync.http.internal.ClientOptions.Connections;
import dev.zarrasync.http.internal.ClientOptions.Version;
import dev.zarrasync.http.internal.NoAnswer.Scope;
import dev.zarrasync.remote.internal.ProxyServer;
import dev.zarrasync.store.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.crt.http.HttpClientConnection;
import software.amazon.awssdk.crt.http.HttpClientConnectionManager;
import software.amazon.awssdk.crt.http.HttpClientConnectionManagerOptions;

/**
 * The connections to one host: as many as there are requests in flight if they speak HTTP/1.1, few
 * if they speak HTTP/2. Which they do is known with the first.
 *
 * <p>Over HTTP/2 a connection is opened for each {@link #SPREAD} requests in flight. When there are
 * as many as allowed, requests go to the one that has the fewest.
 */
final class CrtPool
    implements AutoCloseable, BiConsumer<@Nullable HttpClientConnection, @Nullable Throwable> {

  /** How many requests a connection takes while another may be opened. */
  static final int SPREAD = 8;

  /** What most servers allow. Of one that allows fewer, it is learned. */
  static final int MOST_STREAMS = 128;

  /** The part of the time to connect after which the first handshake is looked at: a second. */
  private static final int PATIENCE = 10;

  private final HttpClientConnectionManagerOptions options;
  private final @Nullable HttpClientConnectionManager manager;
  private final Connections most;
  private final Duration patience;
  private final @Nullable ProxyServer proxy;
  private final @Nullable Supplier<@Nullable NoAnswer> check;

  // Guarded by this.
  private final Deque<CrtCall> queue = new ArrayDeque<>();
  private final Set<CrtCall> sent = new HashSet<>();
  private final List<CrtLine> lines = new ArrayList<>();
  private final Deque<CrtLine> idle = new ArrayDeque<>(); // What was used last comes first.
  private boolean mayBeHttp2;
  private int connecting;
  private int bound;
  private boolean isConnected;
  private boolean checked;
  private boolean closed;

  /**
   * Opens no connection yet.
   *
   * @param options of the connections
   * @param secure whether they have TLS
   * @param proxy what requests are sent to as they are, or null
   * @param check says why there may be no connection with TLS; null where nothing can
   */
  CrtPool(
      HttpClientConnectionManagerOptions options,
      ClientOptions client,
      boolean secure,
      @Nullable ProxyServer proxy,
      @Nullable Supplier<@Nullable NoAnswer> check) {
    this.options = options;
    this.most = client.connections();
    this.patience = client.connectTimeout().dividedBy(PATIENCE);
    this.mayBeHttp2 =
        client.version() == Version.HTTP_2 || (secure && client.version() != Version.HTTP_1_1);
    boolean knowsHttp2 = client.version() == Version.HTTP_2 && !secure;
    this.bound = most.most();
    this.proxy = proxy;
    this.check = check;
    this.manager =
        knowsHttp2
            ? null
            : HttpClientConnectionManager.create(options.withMaxConnections(most.most()));
  }

  /** What requests are sent to as they are, or null. */
  @Nullable ProxyServer proxy() {
    return proxy;
  }

  /** Sends a call as soon as there is a connection. */
  void send(CrtCall call) {
    boolean late;
    synchronized (this) {
      late = closed;
      if (!late) {
        queue.add(call);
        lookLater();
      }
    }
    if (late) {
      call.fail(closed());
    } else {
      proceed();
    }
  }

  /** Takes a call out of the queue, if it is there. */
  synchronized void forget(CrtCall call) {
    queue.remove(call);
  }

  /** Says whether nothing is under way. */
  synchronized boolean isIdle() {
    return queue.isEmpty() && sent.isEmpty() && connecting == 0;
  }

  /** Sends what connections take, and opens those that are wanted. */
  private synchronized void proceed() {
    for (CrtLine line = free(); line != null; line = free()) {
      CrtCall call = queue.remove();
      if (call.isAborted()) {
        continue;
      }
      idle.remove(line);
      line.add(call);
      sent.add(call);
      if (!line.start(call)) {
        sent.remove(call);
        line.inFlight--;
        retire(line);
        queue.addFirst(call);
      }
    }
    int more = wanted();
    for (int i = 0; i < more; i++) {
      open();
    }
    if (more > 0 && manager == null) {
      proceed();
    }
  }

  private void open() {
    if (manager == null) {
      opened(new CrtLine.Known(options));
    } else {
      connecting++;
      var unused = manager.acquireConnection().whenComplete(this);
    }
  }

  private void opened(CrtLine line) {
    lines.add(line);
    idle.addFirst(line);
  }

  /** The connection that has the fewest requests, if it takes one of those that wait. */
  private @Nullable CrtLine free() {
    if (queue.isEmpty()) {
      return null;
    }
    CrtLine free = idle.isEmpty() && mayBeHttp2 ? shared() : idle.peek();
    if (free != null && (!free.isOpen() || free.isStale())) {
      retire(free);
      return free();
    }
    return free;
  }

  private @Nullable CrtLine shared() {
    int limit = mayOpenMore() ? SPREAD : MOST_STREAMS;
    CrtLine free = null;
    for (CrtLine line : lines) {
      boolean hasRoom = line.inFlight < Math.min(limit, line.most);
      free = hasRoom && (free == null || line.inFlight < free.inFlight) ? line : free;
    }
    return free;
  }

  private boolean mayOpenMore() {
    return connecting > 0 || lines.size() < Math.min(bound, most.http2());
  }

  private int wanted() {
    if (queue.isEmpty() || closed) {
      return 0;
    }
    int there = lines.size() + connecting;
    if (mayBeHttp2) {
      int busy = 0;
      for (CrtLine line : lines) {
        busy += line.inFlight;
      }
      int spread = (busy + queue.size() + SPREAD - 1) / SPREAD;
      return Math.min(spread, Math.min(bound, most.http2())) - there;
    }
    return Math.min(queue.size() - connecting, Math.min(bound, most.http1()) - there);
  }

  /** Hears of a connection that was asked for. */
  @Override
  public void accept(@Nullable HttpClientConnection connection, @Nullable Throwable failure) {
    List<CrtCall> failed = List.of();
    synchronized (this) {
      connecting--;
      if (connection != null && closed) {
        connection.close();
      } else if (connection != null) {
        CrtLine line = new CrtLine.Single(connection);
        opened(line);
        mayBeHttp2 = line.http2;
        bound = most.most();
        isConnected = true;
      } else if (lines.isEmpty() && connecting == 0) {
        failed = takeQueue();
      } else {
        bound = Math.max(1, lines.size() + connecting); // The host takes no more.
      }
    }
    if (failure != null) {
      NoAnswer answer = CrtErrors.of(failure);
      failed.forEach(call -> call.fail(answer));
    }
    proceed();
  }

  /** The runtime keeps a failed handshake to itself for up to half a minute. */
  private void lookLater() {
    if (check != null && !checked) {
      checked = true;
      Workers.after(patience).execute(this::look);
    }
  }

  private void look() {
    synchronized (this) {
      if (isConnected || closed || connecting == 0) {
        checked = isConnected;
        return;
      }
    }
    Thread thread = new Thread(this::shakeHands, "zarr-http-tls");
    thread.setDaemon(true);
    thread.start();
  }

  private void shakeHands() {
    NoAnswer problem = requireNonNull(check).get();
    List<CrtCall> failed;
    synchronized (this) {
      checked = isConnected;
      failed = problem == null ? List.of() : takeQueue();
    }
    failed.forEach(call -> call.fail(requireNonNull(problem)));
  }

  private List<CrtCall> takeQueue() {
    List<CrtCall> taken = new ArrayList<>(queue);
    queue.clear();
    return taken;
  }

  /**
   * Hears that the stream of a call has ended.
   *
   * @param failure of the client, or null
   * @param canAgain whether nothing has come
   * @return true if the call is sent again
   */
  boolean ended(CrtCall call, @Nullable String failure, boolean canAgain) {
    boolean again;
    List<CrtCall> lost = List.of();
    synchronized (this) {
      sent.remove(call);
      CrtLine line = requireNonNull(call.line);
      line.inFlight--;
      again = canAgain && !closed && CrtErrors.TOO_MANY_STREAMS.equals(failure);
      if (again) {
        line.most = Math.max(1, Math.min(line.most, line.inFlight));
        queue.addFirst(call);
      }
      if (CrtErrors.GOAWAY.equals(failure)) {
        lost = sent.stream().filter(other -> other.isAfter(call)).toList();
      }
      boolean outlives = failure == null || (line.http2 && CrtErrors.isOfStream(failure));
      if (!outlives || line.isSilentSince(call) || line.retired || !line.isOpen()) {
        retire(line);
      } else if (line.inFlight == 0) {
        idle.addFirst(line);
      }
    }
    for (CrtCall left : lost) {
      left.lose();
    }
    proceed();
    return again;
  }

  /** Sends nothing more over a connection, which closes when all its answers are there. */
  private void retire(CrtLine line) {
    line.retired = true;
    lines.remove(line);
    idle.remove(line);
    if (line.inFlight == 0) {
      line.close();
    }
  }

  private static NoAnswer closed() {
    return new NoAnswer(Kind.CLOSED, Scope.REQUEST, "the client is closed", null);
  }

  @Override
  public void close() {
    List<CrtCall> waiting;
    List<CrtCall> underWay;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      waiting = takeQueue();
      underWay = List.copyOf(sent);
      List.copyOf(lines).forEach(this::retire);
      if (manager != null) {
        manager.close();
      }
    }
    waiting.forEach(call -> call.fail(closed()));
    underWay.forEach(CrtCall::abort);
  }
}
