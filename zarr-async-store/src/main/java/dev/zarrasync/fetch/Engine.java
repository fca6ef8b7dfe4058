package dev.zarrasync.fetch;

import dev.zarrasync.fetch.internal.Ranges;
import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/** What the requests of one store share. Safe for use by many threads. */
final class Engine implements AutoCloseable {

  final AsyncStore store;
  final FetchOptions options;
  final Executor executor;
  final Clock clock;
  final Permits permits;
  final RetryBudget budget;
  final Hedging hedging;
  final ResumedGet.BrokenBodies brokenBodies;
  final LongAdder retries = new LongAdder();
  private final Set<Request<?>> requests = ConcurrentHashMap.newKeySet();
  private volatile boolean reached;
  private volatile boolean closed;

  /**
   * Sends nothing yet.
   *
   * @param store named in errors
   * @param options the limits and retries
   * @param executor sends requests and delivers results, so that no I/O thread has to
   */
  Engine(AsyncStore store, FetchOptions options, Executor executor, Clock clock) {
    this(store, options, options.limits().maxInFlight(), executor, clock);
  }

  /**
   * @param mostRetries how many retries may start one after the other
   */
  Engine(AsyncStore store, FetchOptions options, int mostRetries, Executor executor, Clock clock) {
    this.store = store;
    this.options = options;
    this.executor = executor;
    this.clock = clock;
    this.permits = new Permits(options.limits(), clock, executor);
    this.budget = new RetryBudget(mostRetries, clock, executor);
    this.hedging = new Hedging(clock, executor);
    this.brokenBodies = new ResumedGet.BrokenBodies(options.limits().maxBytesInFlight() / 4);
  }

  /** Sends a request that may not be hedged. */
  <T> Request<T> send(String method, String key, ByteRange range, Call<T> call) {
    return send(new Request<>(this, method, key, range, call, false));
  }

  /** Sends a request when there is a permit, and again while it fails for a transient reason. */
  <T> Request<T> send(Request<T> request) {
    requests.add(request);
    if (closed) {
      fail(request);
    }
    request.queue();
    return request;
  }

  void over(Request<?> request) {
    requests.remove(request);
  }

  void succeeded() {
    reached = true;
    budget.succeeded();
  }

  /** Says whether waiting for long seldom mends a failure, and notes that a server has answered. */
  boolean isHopeless(Kind kind) {
    if (kind == Kind.CONNECTION) {
      return !reached;
    }
    if (kind.isTransient() && kind != Kind.TIMEOUT) { // Others need no server.
      reached = true;
    }
    return kind == Kind.BAD_RESPONSE;
  }

  /** Says into how many ranges to divide an object whose answer has begun. */
  int rangesOf(int size) {
    return Ranges.of(size, size, permits.wanted(), options.limits());
  }

  FetchStatistics statistics() {
    return permits.statistics(retries.sum(), hedging.seconds());
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends all requests. */
  @Override
  public void close() {
    closed = true;
    requests.forEach(this::fail);
  }

  private void fail(Request<?> request) {
    request.completeExceptionally(
        new StoreException(Kind.CLOSED, store, request.key, "the store is closed", null));
  }
}
