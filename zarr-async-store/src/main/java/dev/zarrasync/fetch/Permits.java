package dev.zarrasync.fetch;

import dev.zarrasync.store.Limits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The permits and the byte budget of one store: requests start in the order in which they were
 * asked for, whoever asked.
 *
 * <p>A request holds one permit from its start to the end of its body, and the body's bytes from
 * when the body is let in until the functions chained to its future have run: what they decode,
 * they have decoded by then. A body larger than the whole budget is let in alone. While a body
 * waits to be let in, no further request starts: its answer would only wait, too.
 */
final class Permits {

  private final Limits limits;
  private final Executor executor;

  // Guarded by this.
  private final Set<Request<?>> waiting = new LinkedHashSet<>();
  private final Deque<Body> bodies = new ArrayDeque<>();
  private int inFlight;
  private long bytesInFlight;

  /**
   * @param executor sends requests and delivers results, so that no I/O thread has to
   */
  Permits(Limits limits, Executor executor) {
    this.limits = limits;
    this.executor = executor;
  }

  /**
   * Starts a request as soon as there is a permit. Cancelling the returned future takes the request
   * out of the queue, or cancels the future that {@code send} returned.
   */
  <T> CompletableFuture<T> run(Function<Admission, CompletableFuture<T>> send) {
    Request<T> request = new Request<>(send);
    synchronized (this) {
      waiting.add(request);
    }
    request.result.whenComplete((value, failure) -> forget(request));
    proceed();
    return request.result;
  }

  synchronized int inFlight() {
    return inFlight;
  }

  synchronized long bytesInFlight() {
    return bytesInFlight;
  }

  private synchronized void forget(Request<?> request) {
    waiting.remove(request);
  }

  /** Lets in the bodies and starts the requests that there is room for. */
  private void proceed() {
    List<Runnable> ready = new ArrayList<>();
    synchronized (this) {
      while (!bodies.isEmpty() && hasRoom(bodies.element().bytes)) {
        Body body = bodies.remove();
        body.request.bytes += body.bytes;
        bytesInFlight += body.bytes;
        ready.add(() -> body.admitted.complete(null));
      }
      while (bodies.isEmpty() && inFlight < limits.maxInFlight() && !waiting.isEmpty()) {
        Request<?> request = waiting.iterator().next();
        waiting.remove(request);
        inFlight++;
        ready.add(request::send);
      }
    }
    ready.forEach(executor::execute);
  }

  private boolean hasRoom(long bytes) {
    return bytesInFlight == 0 || bytes <= limits.maxBytesInFlight() - bytesInFlight;
  }

  private CompletableFuture<Void> admit(Request<?> request, long bytes) {
    Body body = new Body(request, bytes);
    synchronized (this) {
      if (request.ended) {
        return CompletableFuture.failedFuture(new CancellationException());
      }
      bodies.add(body);
    }
    proceed();
    return body.admitted;
  }

  private void releasePermit(Request<?> request) {
    List<Body> refused;
    synchronized (this) {
      request.ended = true;
      inFlight--;
      refused = bodies.stream().filter(body -> body.request == request).toList();
      bodies.removeAll(refused);
    }
    refused.forEach(body -> body.admitted.cancel(false));
    proceed();
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

    Request(Function<Admission, CompletableFuture<T>> send) {
      this.send = send;
    }

    void send() {
      if (result.isDone()) {
        releasePermit(this);
        return;
      }
      CompletableFuture<T> answer = answer();
      answer.whenComplete(
          (value, failure) -> {
            releasePermit(this);
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
