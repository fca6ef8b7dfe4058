package dev.zarrasync.fetch;

import dev.zarrasync.store.ByteRange;
import dev.zarrasync.store.Condition;
import dev.zarrasync.store.Fetched;
import dev.zarrasync.store.ForwardingStore;
import dev.zarrasync.store.GetOptions;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.ListPage;
import dev.zarrasync.store.ListRequest;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A transport with an engine around it: requests that fail for a transient reason are sent again;
 * at most {@link Limits} requests and bytes are in flight, first come, first served over all
 * callers. Each get is a request: a cache around it shares them.
 *
 * <p>Safe for use by many threads. Requests are sent and futures completed on threads of the
 * engine, never on those of the transport.
 */
public final class FetchStore extends ForwardingStore {

  private final Transport transport;
  private final FetchOptions options;
  private final Permits permits;
  private final Retry retry;
  private final AtomicLong writes = new AtomicLong();
  private final Set<Operation<?>> operations = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

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
    super(transport);
    this.transport = transport;
    this.options = options;
    this.permits = new Permits(options.limits(), executor);
    this.retry = new Retry(options.maxAttempts(), executor);
  }

  @Override
  public CompletableFuture<Fetched> get(String key, ByteRange range) {
    return get(key, GetOptions.of(range));
  }

  @Override
  public CompletableFuture<Fetched> get(String key, GetOptions options) {
    return run(key, admission -> transport.get(key, options, admission));
  }

  @Override
  public CompletableFuture<ListPage> list(ListRequest request) {
    return run(request.prefix(), admission -> transport.list(request));
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value) {
    return put(key, value, Condition.NONE);
  }

  @Override
  public CompletableFuture<Void> put(String key, byte[] value, Condition condition) {
    return write(
        key,
        admission ->
            admitted(admission.admit(value.length), () -> transport.put(key, value, condition)));
  }

  @Override
  public CompletableFuture<Void> delete(String key) {
    return write(key, admission -> transport.delete(key));
  }

  @Override
  public CompletableFuture<Void> deleteItems(Collection<String> keys) {
    return keys.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : write(keys.iterator().next(), admission -> transport.deleteItems(keys));
  }

  @Override
  public long writes() {
    return writes.get();
  }

  @Override
  public Limits limits() {
    return options.limits();
  }

  @Override
  public void close() {
    closed = true;
    operations.forEach(operation -> operation.result.completeExceptionally(closed(operation.key)));
    transport.close();
  }

  private CompletableFuture<Void> write(
      String key, Function<Admission, CompletableFuture<Void>> send) {
    return run(key, send.andThen(this::counted));
  }

  private static CompletableFuture<Void> admitted(
      CompletableFuture<Void> admission, Supplier<CompletableFuture<Void>> send) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    admission.whenComplete(
        (nothing, refusal) -> {
          if (refusal != null) {
            result.completeExceptionally(refusal);
          } else if (!result.isDone()) {
            Relay.connect(send.get(), result);
          }
        });
    return result;
  }

  private CompletableFuture<Void> counted(CompletableFuture<Void> sent) {
    // Of a copy, because a cancel would keep the function from running.
    CompletableFuture<Void> result =
        sent.whenComplete((done, failure) -> writes.incrementAndGet()).copy();
    Relay.passCancel(result, sent);
    return result;
  }

  private <T> CompletableFuture<T> run(String key, Function<Admission, CompletableFuture<T>> send) {
    Operation<T> operation = new Operation<>(key);
    operations.add(operation);
    operation.result.whenComplete((value, failure) -> operations.remove(operation));
    Function<Admission, CompletableFuture<T>> attempt =
        admission ->
            closed
                ? CompletableFuture.failedFuture(closed(key))
                : inTime(key, send.apply(admission));
    Relay.connect(retry.run(() -> permits.run(attempt)), operation.result);
    return operation.result;
  }

  private <T> CompletableFuture<T> inTime(String key, CompletableFuture<T> request) {
    Duration time = options.attemptTimeout();
    return Deadline.within(
        time,
        request,
        () -> new StoreException(Kind.TIMEOUT, this, key, "no answer in " + time, null));
  }

  private StoreException closed(String key) {
    return new StoreException(Kind.CLOSED, this, key, "the store is closed", null);
  }

  private static final class Operation<T> {
    final String key;
    final CompletableFuture<T> result = new CompletableFuture<>();

    Operation(String key) {
      this.key = key;
    }
  }
}
