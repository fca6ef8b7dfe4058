package dev.zarrasync.fetch;

import dev.zarrasync.fetch.internal.Workers;
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
import dev.zarrasync.store.Writes;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private final Engine engine;

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
    this.engine = new Engine(transport, options, executor, clock);
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    Division division = transport.servesRanges() ? options.division() : null;
    long size = options.expectedSize();
    if (division == null || size <= 0 || size > Fetched.Found.MAX_LENGTH || !isWhole(options)) {
      return undivided(key, options);
    }
    Supplier<Request<Fetched>> whole = () -> undivided(key, options);
    RangesAtOnce.Target target = new RangesAtOnce.Target(key, 0, (int) size, size);
    return new DividedGet(engine, transport, target, division, whole).send();
  }

  private static boolean isWhole(GetOptions options) {
    return options.range() instanceof ByteRange.All
        && options.condition() instanceof Condition.None;
  }

  private Request<Fetched> undivided(String key, GetOptions get) {
    BodySink sink = isWhole(get) ? get.sink() : null;
    boolean hedged = options.hedging() && isSmall(get);
    boolean once = hedged || get.range() instanceof ByteRange.Suffix;
    GetOptions sent = once || sink == null ? collected(get) : get;
    StreamBody body = sink == null ? null : new StreamBody(sink, engine.executor);
    Call<Fetched> call =
        once
            ? attempt -> transport.get(key, sent, attempt)
            : new ResumedGet(engine, transport, key, sent, body);
    return engine.send(new Request<>(engine, "GET", key, get.range(), call, hedged));
  }

  private static GetOptions collected(GetOptions get) {
    return get.sink() == null ? get : get.sink(null);
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
    return engine.send("LIST", request.prefix(), ByteRange.ALL, new Listing(transport, request));
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    return engine.send(
        "PUT",
        key,
        ByteRange.ALL,
        new Write(List.of(key)) {
          @Override
          public CompletableFuture<Void> send(Admission attempt) {
            return transport.put(key, value, condition);
          }

          @Override
          public long bytesToSend() {
            return value.length;
          }
        });
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    return keys.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : engine.send(
            "DELETE",
            keys.iterator().next(),
            ByteRange.ALL,
            new Write(keys) {
              @Override
              public CompletableFuture<Void> send(Admission attempt) {
                return transport.deleteItems(keys);
              }
            });
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

  private record Listing(Transport transport, ListRequest request) implements Call<ListPage> {
    @Override
    public CompletableFuture<ListPage> send(Admission attempt) {
      return transport.list(request);
    }
  }

  /** A write, which is counted when it ends. Classes, and no lambdas, which take longer to load. */
  private abstract class Write implements Call<Void> {
    private final Collection<String> keys;

    Write(Collection<String> keys) {
      this.keys = keys;
    }

    @Override
    public @Nullable Throwable ended(@Nullable Void done, @Nullable Throwable failure) {
      for (String key : keys) {
        Writes.ended(FetchStore.this, key);
      }
      return failure;
    }
  }
}
