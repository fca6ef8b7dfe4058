package dev.zarrasync.fetch;

import dev.zarrasync.store.BodySink;
import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.GetOptions.Division;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import dev.zarrasync.store.Writes;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A transport with an engine around it: requests that fail for a transient reason are sent again;
 * at most {@link Limits} requests and bytes are in flight, first come, first served over all
 * callers. Each get is a request: a cache around it shares them.
 *
 * <p>Safe for use by many threads. Requests are sent and futures completed on threads of the
 * engine, never on those of the transport.
 */
public final class FetchStore extends ForwardingStore {

  private static final long MOST_HEDGED = 256 << 10;

  private final Transport transport;
  private final FetchOptions options;
  private final Executor executor;
  private final Engine engine;
  private final BrokenBodies brokenBodies;

  /**
   * Puts the engine around a transport.
   *
   * @param transport sends the requests; closed with this store
   * @param options the limits and retries
   */
  public FetchStore(Transport transport, FetchOptions options) {
    this(transport, options, Workers.POOL);
  }

  FetchStore(Transport transport, FetchOptions options, Executor executor) {
    this(transport, options, executor, Clock.SYSTEM);
  }

  FetchStore(Transport transport, FetchOptions options, Executor executor, Clock clock) {
    super(transport);
    this.transport = transport;
    this.options = options;
    this.executor = executor;
    this.engine = new Engine(transport, options, executor, clock);
    this.brokenBodies = new BrokenBodies(options.limits().maxBytesInFlight() / 4);
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    Division division = transport.servesRanges() ? options.division() : null;
    long size = options.expectedSize();
    if (division == null || size <= 0 || size > Fetched.Found.MAX_LENGTH || !isWhole(options)) {
      return undivided(key, options);
    }
    CompletableFuture<Fetched> result = new CompletableFuture<>();
    CompletableFuture<Fetched> divided =
        new DividedGet(this, key, (int) size, division)
            .send((range, bodies) -> range(key, range, bodies));
    divided.whenComplete(
        (fetched, failure) -> {
          if (failure != null && hasChanged(failure)) {
            Relay.connect(undivided(key, options), result);
          } else {
            Relay.complete(result, fetched, failure);
          }
        });
    Relay.passCancel(result, divided);
    return result;
  }

  private static boolean isWhole(GetOptions options) {
    return options.range() instanceof ByteRange.All
        && options.condition() instanceof Condition.None;
  }

  private static boolean hasChanged(Throwable failure) {
    return StoreException.unwrap(failure) instanceof StoreException e
        && e.kind() == Kind.PRECONDITION_FAILED;
  }

  private CompletableFuture<Fetched> undivided(String key, GetOptions get) {
    RequestTrace trace = RequestTrace.of(transport, "GET", key, get.range());
    GetOptions collected = get.sink(null);
    if (options.hedging() && isSmall(get)) {
      return engine.runHedged(key, trace, admission -> transport.get(key, collected, admission));
    }
    if (get.range() instanceof ByteRange.Suffix) {
      return engine.run(key, trace, admission -> transport.get(key, collected, admission));
    }
    BodySink sink = get.sink();
    if (sink == null || !isWhole(get)) {
      return resumed(key, trace, collected, ArrayBody::of, UnaryOperator.identity());
    }
    StreamBody body = new StreamBody(sink, executor);
    return resumed(
        key,
        trace,
        get,
        (length, check) -> body.restarted(check),
        admission -> admission.admittedBy(bytes -> admission.admit(room(bytes))));
  }

  private static long room(long bytes) {
    return Math.min(bytes, BodySink.ROOM);
  }

  private CompletableFuture<Fetched> resumed(
      String key,
      RequestTrace trace,
      GetOptions get,
      Admission.Bodies bodies,
      UnaryOperator<Admission> changed) {
    ResumedGet resumed = new ResumedGet(transport, key, get, bodies, brokenBodies);
    CompletableFuture<Fetched> result =
        engine.run(key, trace, admission -> resumed.attempt(changed.apply(admission)));
    result.whenComplete((fetched, failure) -> resumed.end());
    return result;
  }

  private CompletableFuture<Fetched> range(
      String key, GetOptions options, Admission.Bodies bodies) {
    RequestTrace trace = RequestTrace.of(transport, "GET", key, options.range());
    return engine.run(key, trace, admission -> transport.get(key, options, admission.into(bodies)));
  }

  private static boolean isSmall(GetOptions get) {
    long length =
        get.range() instanceof ByteRange.Span span
            ? span.length()
            : get.range() instanceof ByteRange.Suffix suffix ? suffix.length() : get.expectedSize();
    return length <= MOST_HEDGED;
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    RequestTrace trace = RequestTrace.of(transport, "LIST", request.prefix(), ByteRange.ALL);
    return engine.run(request.prefix(), trace, admission -> transport.list(request));
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    return write(
        "PUT",
        List.of(key),
        admission ->
            admitted(admission.admit(value.length), () -> transport.put(key, value, condition)));
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    return keys.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : write("DELETE", keys, admission -> transport.deleteItems(keys));
  }

  @Override
  public Limits limits() {
    Limits limits = options.limits();
    // A get that may be sent twice is collected.
    return new Limits(limits.maxInFlight(), limits.maxBytesInFlight(), !options.hedging());
  }

  /**
   * Returns what the store is doing, and has done so far.
   *
   * @return the counts of this moment
   */
  public FetchStatistics statistics() {
    return engine.statistics();
  }

  @Override
  public void close() {
    engine.close();
    transport.close();
  }

  private CompletableFuture<Void> write(
      String method, Collection<String> keys, Function<Admission, CompletableFuture<Void>> send) {
    String key = keys.iterator().next();
    RequestTrace trace = RequestTrace.of(transport, method, key, ByteRange.ALL);
    return engine.run(key, trace, send.andThen(sent -> counted(keys, sent)));
  }

  private static CompletableFuture<Void> admitted(
      CompletableFuture<Void> admission, Supplier<CompletableFuture<Void>> send) {
    Attempt<Void> result = new Attempt<>();
    admission.whenComplete(
        (nothing, refusal) -> {
          if (refusal != null) {
            result.completeExceptionally(refusal);
          } else if (!result.isDone()) {
            CompletableFuture<Void> put = send.get();
            result.follow(put, put);
          }
        });
    return result;
  }

  private CompletableFuture<Void> counted(Collection<String> keys, CompletableFuture<Void> sent) {
    Attempt<Void> result = new Attempt<>();
    result.follow(
        sent.whenComplete((done, failure) -> keys.forEach(key -> Writes.ended(this, key))), sent);
    return result;
  }
}
