package dev.zarrasync.fetch;

import dev.zarrasync.store.Fetched.Found;
import dev.zarrasync.store.Fetched.Missing;
import dev.zarrasync.store.Limits;
import dev.zarrasync.store.StoreException;
import dev.zarrasync.store.StoreException.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The permits and the byte budget of one store: requests start in the order in which they were
 * asked for, whoever asked. There are as many permits as the server takes requests ({@link
 * AdaptiveLimit}), up to the limit.
 *
 * <p>A request holds one permit from its start to the end of its body, and the body's bytes from
 * when the body is let in until the functions chained to its future have run: what they decode,
 * they have decoded by then. A body larger than the whole budget is let in alone. While a body
 * waits to be let in, no further request starts: its answer would only wait, too.
 */
final class Permits {

  /** Larger answers take as long as the line needs for them. */
  private static final int SMALL = 1 << 16;

  /** What a small body gets: to hand it over to another thread would take longer than it does. */
  private static final CompletableFuture<Void> LET_IN = CompletableFuture.completedFuture(null);

  private final Limits limits;
  private final Clock clock;
  private final Executor executor;

  // Guarded by this.
  private final AdaptiveLimit limit;
  private final Set<Request<?>> waiting = new LinkedHashSet<>();
  private final Set<Request<?>> waitingAgain = new LinkedHashSet<>();
  private final Deque<Body> bodies = new ArrayDeque<>();
  private int inFlight;
  private long bytesInFlight;
  private final Tally tally = new Tally();

  /**
   * @param executor sends requests and delivers results, so that no I/O thread has to
   */
  Permits(Limits limits, Clock clock, Executor executor) {
    this.limits = limits;
    this.limit = new AdaptiveLimit(limits.maxInFlight());
    this.clock = clock;
    this.executor = executor;
  }

  /**
   * Starts a request as soon as there is a permit. Cancelling the returned future takes the request
   * out of the queue, or cancels the future that {@code send} returned.
   *
   * @param isFirst false for what was sent before: it has waited behind others then
   */
  <T> CompletableFuture<T> run(boolean isFirst, Function<Admission, CompletableFuture<T>> send) {
    Request<T> request = new Request<>(send);
    synchronized (this) {
      (isFirst ? waiting : waitingAgain).add(request);
    }
    request.result.whenComplete((value, failure) -> forget(request));
    proceed();
    return request.result;
  }

  /** Tells what this knows of the requests. */
  synchronized FetchStatistics statistics(long retries, long hedges) {
    return new FetchStatistics(
        limit.now(),
        inFlight,
        waiting.size() + waitingAgain.size(),
        bytesInFlight,
        tally.requests,
        tally.failures,
        retries,
        hedges,
        limit.throttles(),
        tally.bytesReceived,
        tally.nanos);
  }

  private synchronized void forget(Request<?> request) {
    if (!waiting.remove(request)) {
      waitingAgain.remove(request);
    }
  }

  /** Lets in the bodies and starts the requests that there is room for. */
  private void proceed() {
    List<Runnable> ready = new ArrayList<>();
    synchronized (this) {
      while (!bodies.isEmpty() && hasRoom(bodies.element().bytes)) {
        Body body = bodies.remove();
        letIn(body.request, body.bytes);
        ready.add(() -> body.admitted.complete(null));
      }
      while (bodies.isEmpty() && inFlight < limit.now() && isWanted()) {
        Iterator<Request<?>> queue = (waitingAgain.isEmpty() ? waiting : waitingAgain).iterator();
        Request<?> request = queue.next();
        queue.remove();
        request.roundTrip = limit.roundTrip();
        inFlight++;
        tally.requests++;
        ready.add(request::send);
      }
    }
    ready.forEach(executor::execute);
  }

  private boolean isWanted() {
    return !waiting.isEmpty() || !waitingAgain.isEmpty();
  }

  private boolean hasRoom(long bytes) {
    return bytesInFlight == 0 || bytes <= limits.maxBytesInFlight() - bytesInFlight;
  }

  private CompletableFuture<Void> admit(Request<?> request, long bytes) {
    Body body;
    synchronized (this) {
      if (request.ended) {
        return CompletableFuture.failedFuture(new CancellationException());
      }
      if (bytes <= SMALL && bodies.isEmpty() && hasRoom(bytes)) {
        letIn(request, bytes);
        return LET_IN;
      }
      body = new Body(request, bytes);
      bodies.add(body);
    }
    proceed();
    return body.admitted;
  }

  private void letIn(Request<?> request, long bytes) {
    request.bytes += bytes;
    bytesInFlight += bytes;
  }

  private void release(Request<?> request, @Nullable Object value, @Nullable Throwable failure) {
    List<Body> refused;
    synchronized (this) {
      learn(request, value, failure);
      tally.ended(clock.nanos() - request.start, request.bytes, value, failure);
      request.ended = true;
      inFlight--;
      refused = bodies.stream().filter(body -> body.request == request).toList();
      bodies.removeAll(refused);
    }
    refused.forEach(body -> body.admitted.cancel(false));
    proceed();
  }

  private void learn(Request<?> request, @Nullable Object value, @Nullable Throwable failure) {
    if (failure != null) {
      if (asksToSlowDown(failure)) {
        limit.throttled(request.roundTrip);
      }
      return;
    }
    if (value instanceof Missing || (value instanceof Found f && f.length() <= SMALL)) {
      long now = clock.nanos();
      limit.answered(now - request.start, now, inFlight);
    }
    limit.succeeded(inFlight);
  }

  private static boolean asksToSlowDown(Throwable failure) {
    return StoreException.unwrap(failure) instanceof StoreException e
        && (e.kind() == Kind.THROTTLED || !e.retryAfter().isZero());
  }

  private void releaseBytes(Request<?> request) {
    synchronized (this) {
      bytesInFlight -= request.bytes;
    }
    proceed();
  }

  private final class Request<T> {
    final Function<Admission, CompletableFuture<T>> send;
    final CompletableFuture<T> result = new CompletableFuture<>();

    // Guarded by Permits.this.
    boolean ended;
    long bytes;
    int roundTrip;
    volatile long start;

    Request(Function<Admission, CompletableFuture<T>> send) {
      this.send = send;
    }

    void send() {
      start = clock.nanos();
      if (result.isDone()) {
        release(this, null, new CancellationException());
        return;
      }
      CompletableFuture<T> answer = answer();
      answer.whenComplete(
          (value, failure) -> {
            release(this, value, failure);
            executor.execute(
                () -> {
                  Relay.complete(result, value, failure);
                  releaseBytes(this);
                });
          });
      Relay.passCancel(result, answer);
    }

    private CompletableFuture<T> answer() {
      try {
        return send.apply(bodyBytes -> admit(this, bodyBytes));
      } catch (Throwable e) { // Whatever a transport throws, the permit must come back.
        return CompletableFuture.failedFuture(e);
      }
    }
  }

  private static final class Body {
    final Request<?> request;
    final long bytes;
    final CompletableFuture<Void> admitted = new CompletableFuture<>();

    Body(Request<?> request, long bytes) {
      this.request = request;
      this.bytes = bytes;
    }
  }
}
