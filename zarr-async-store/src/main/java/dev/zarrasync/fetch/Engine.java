package dev.zarrasync.fetch;

import dev.zarrasync.store.AsyncStore;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Sends the requests of one store: as permits allow, watched, and again when they fail for a
 * transient reason. Safe for use by many threads.
 */
final class Engine implements AutoCloseable {

  private final AsyncStore store;
  private final FetchOptions options;
  private final Clock clock;
  private final Permits permits;
  private final Retry retry;
  private final Hedging hedging;
  private final LongAdder retries = new LongAdder();
  private final Set<Operation<?>> operations = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Sends nothing yet.
   *
   * @param store named in errors
   * @param options the limits and retries
   * @param executor sends requests and delivers results
   */
  Engine(AsyncStore store, FetchOptions options, Executor executor, Clock clock) {
    this.store = store;
    this.options = options;
    this.clock = clock;
    this.permits = new Permits(options.limits(), clock, executor);
    RetryBudget budget = new RetryBudget(options.limits().maxInFlight(), clock, executor);
    this.retry = new Retry(options.maxAttempts(), budget, clock, executor);
    this.hedging = new Hedging(permits, clock, executor);
  }

  /**
   * Runs an operation.
   *
   * @param key named in errors
   * @param trace follows its requests
   * @param send sends a request, which a cancel of its future aborts
   * @return as the last request completes. Cancelling it aborts the request under way.
   */
  <T> CompletableFuture<T> run(
      String key, RequestTrace trace, Function<Admission, CompletableFuture<T>> send) {
    return run(key, send, (isFirst, attempt) -> permits.run(isFirst, trace.attempt(attempt)));
  }

  /** Runs an operation as {@link #run} does, with second requests where the first are slow. */
  <T> CompletableFuture<T> runHedged(
      String key, RequestTrace trace, Function<Admission, CompletableFuture<T>> send) {
    return run(key, send, (isFirst, attempt) -> hedging.run(isFirst, trace, attempt));
  }

  FetchStatistics statistics() {
    return permits.statistics(retries.sum(), hedging.seconds());
  }

  /** Ends all operations. */
  @Override
  public void close() {
    closed = true;
    operations.forEach(operation -> operation.result.completeExceptionally(closed(operation.key)));
  }

  private <T> CompletableFuture<T> run(
      String key, Function<Admission, CompletableFuture<T>> send, Sender<T> sender) {
    Operation<T> operation = new Operation<>(key);
    operations.add(operation);
    operation.result.whenComplete((value, failure) -> operations.remove(operation));
    Deadline deadline = new Deadline(clock, options.deadline());
    Function<Admission, CompletableFuture<T>> attempt =
        admission ->
            closed
                ? CompletableFuture.failedFuture(closed(key))
                : watched(key, deadline, admission, send);
    CompletableFuture<T> run =
        retry.run(
            deadline,
            isFirst -> {
              if (!isFirst) {
                retries.increment();
              }
              return sender.send(isFirst, attempt);
            });
    Relay.connect(run, operation.result);
    return operation.result;
  }

  private <T> CompletableFuture<T> watched(
      String key,
      Deadline deadline,
      Admission admission,
      Function<Admission, CompletableFuture<T>> send) {
    deadline.begin();
    return new Watch<T>(store, key, options, clock, deadline, admission).over(send);
  }

  private StoreException closed(String key) {
    return new StoreException(Kind.CLOSED, store, key, "the store is closed", null);
  }

  /** Sends a request as soon as there is a permit. */
  @FunctionalInterface
  private interface Sender<T> {
    CompletableFuture<T> send(boolean isFirst, Function<Admission, CompletableFuture<T>> request);
  }

  private static final class Operation<T> {
    final String key;
    final CompletableFuture<T> result = new CompletableFuture<>();

    Operation(String key) {
      this.key = key;
    }
  }
}
